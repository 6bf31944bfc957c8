using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

namespace FluxEntropy.Server.Tests.Documentation;

/// <summary>
/// A shell in a folder of its own, in which <c>flux</c> is the real executable: what a reader has after the README's alias. Only the
/// server's port is another, since 5080 may be taken.
/// </summary>
internal sealed class TourShell : IAsyncDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder = new();
    private readonly Channel<string> _lines = Channel.CreateUnbounded<string>();
    private readonly string _marker = $"--{Guid.NewGuid():N}--";
    private readonly Process _bash;

    public TourShell()
    {
        var address = $"http://127.0.0.1:{FreePort()}";
        var programs = Directory.CreateDirectory(_folder["programs"]).FullName;
        Directory.CreateDirectory(Work);
        var flux = Path.Combine(programs, "flux");
        File.WriteAllText(
            flux,
            $"""
            #!/bin/sh
            [ "$1" = serve ] && set -- "$@" --listen {address}
            exec '{FluxProcess.Host}' '{FluxProcess.Executable()}' "$@"

            """
        );
        var start = new ProcessStartInfo("bash", ["--norc", "--noprofile"])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Work,
        };
        start.Environment["PATH"] = $"{programs}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["FLUXENTROPY_SERVER"] = address;
        start.Environment.Remove("FLUXENTROPY_FAULT");
        _bash = Process.Start(start)!;
        _bash.OutputDataReceived += (_, line) => _lines.Writer.TryWrite(line.Data ?? _marker + "127");
        _bash.ErrorDataReceived += (_, line) => _lines.Writer.TryWrite(line.Data ?? "");
        _bash.BeginOutputReadLine();
        _bash.BeginErrorReadLine();
        _bash.StandardInput.WriteLine($"chmod +x '{flux}'; set -m"); // jobs have numbers, as at a prompt
    }

    /// <summary>Where the commands run.</summary>
    public string Work => _folder["work"];

    /// <summary>Runs one command line to its end; one in the background until the server that it starts serves.</summary>
    /// <returns>Its exit code, and what it printed on both streams.</returns>
    public async Task<(int ExitCode, string Printed)> RunAsync(string line)
    {
        await _bash.StandardInput.WriteLineAsync($"{{ {line}\n}} < /dev/null; echo; echo {_marker}$?");
        await _bash.StandardInput.FlushAsync();
        var printed = new StringBuilder();
        var code = int.Parse((await UntilAsync(_marker, printed))[_marker.Length..], CultureInfo.InvariantCulture);
        if (TourLine.IsInBackground(line))
            await UntilAsync("Serving ", printed);
        return (code, printed.ToString());
    }

    public async ValueTask DisposeAsync()
    {
        _bash.Kill(entireProcessTree: true);
        await _bash.WaitForExitAsync();
        _bash.Dispose();
        _folder.Dispose();
    }

    private async Task<string> UntilAsync(string beginning, StringBuilder printed)
    {
        using var late = new CancellationTokenSource(Longest);
        try
        {
            while (true)
            {
                var line = await _lines.Reader.ReadAsync(late.Token);
                if (line.StartsWith(beginning, StringComparison.Ordinal))
                    return line;
                if (line.StartsWith(_marker, StringComparison.Ordinal))
                    throw new InvalidOperationException($"The shell ended before '{beginning}':\n{printed}");
                printed.Append(line).Append('\n');
            }
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"'{beginning}' did not come within {Longest}. Printed so far:\n{printed}");
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
