using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.Versioning;

namespace FluxEntropy.Cli.Tests.CommandLine;

/// <summary>
/// Runs command lines with bash in a folder of its own, in which <c>flux</c> is the real executable and the home folder is empty but for
/// what a test puts there. Servers listen on a port that is free.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class ExampleShell : IDisposable
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(4);

    private readonly TemporaryFolder _folder = new();
    private readonly string _address = $"http://127.0.0.1:{FreePort()}";
    private readonly string _programs;
    private string _followed = "";

    public ExampleShell()
    {
        _programs = Directory.CreateDirectory(_folder["programs"]).FullName;
        Directory.CreateDirectory(Work);
        Directory.CreateDirectory(Home);
        var flux = Path.Combine(_programs, "flux");
        File.WriteAllText(
            flux,
            $"""
            #!/bin/sh
            [ "$1" = serve ] && set -- "$@" --listen {_address}
            exec '{FluxProcess.Host}' '{FluxProcess.Executable()}' "$@"

            """
        );
        File.SetUnixFileMode(flux, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Where commands run.</summary>
    public string Work => _folder["work"];

    /// <summary>What <c>~</c> is.</summary>
    public string Home => _folder["home"];

    /// <summary>Runs a line to its end.</summary>
    /// <returns>Its exit code, and what it printed on both streams.</returns>
    public async Task<(int ExitCode, string Printed)> RunAsync(string line)
    {
        using var process = Start(line);
        await EndedAsync(process, line);
        return (process.ExitCode, await Printed(process));
    }

    /// <summary>
    /// Starts a command that does not end by itself, waits until another line succeeds, and ends it as SIGTERM does. The other line finds
    /// what the command prints in the file that <c>$FOLLOWED</c> names.
    /// </summary>
    public async Task<(int ExitCode, string Printed)> FollowAsync(string line, string until)
    {
        using var process = Start($"exec {line}");
        _followed = process.StartInfo.Environment["PRINTED"]!;
        await SucceededAsync(process, until);
        return await StopAsync(process, line);
    }

    /// <summary>Starts a server and waits until it serves.</summary>
    public async Task<Process> ServeAsync(string line)
    {
        var process = Start($"exec {line}");
        await SucceededAsync(process, "flux health");
        return process;
    }

    /// <summary>Ends what was started as SIGTERM does.</summary>
    public static async Task<(int ExitCode, string Printed)> StopAsync(Process process, string line)
    {
        using var kill = Process.Start("kill", process.Id.ToString(CultureInfo.InvariantCulture));
        await kill.WaitForExitAsync();
        await EndedAsync(process, line);
        return (process.ExitCode, await Printed(process));
    }

    public void Dispose() => _folder.Dispose();

    private async Task SucceededAsync(Process process, string until)
    {
        var clock = Stopwatch.StartNew();
        while ((await RunAsync(until)).ExitCode != 0)
        {
            if (process.HasExited || clock.Elapsed > Longest)
                throw new TimeoutException($"'{until}' never succeeded (exited: {process.HasExited})");
            await Task.Delay(100);
        }
    }

    // All that is printed goes into a file: a pipe that nobody reads would fill.
    private Process Start(string line)
    {
        var printed = Path.Combine(_folder.Path, Path.GetRandomFileName());
        var start = new ProcessStartInfo(
            "/bin/bash",
            ["--norc", "--noprofile", "-c", $"exec >'{printed}' 2>&1 <poem.txt; {line}"]
        )
        {
            WorkingDirectory = Work,
        };
        start.Environment["PATH"] = $"{_programs}:{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = Home;
        start.Environment["FLUXENTROPY_SERVER"] = _address;
        start.Environment["PRINTED"] = printed;
        start.Environment["FOLLOWED"] = _followed;
        start.Environment.Remove("FLUXENTROPY_FAULT");
        return Process.Start(start)!;
    }

    private static async Task EndedAsync(Process process, string line)
    {
        using var late = new CancellationTokenSource(Longest);
        try
        {
            await process.WaitForExitAsync(late.Token);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"'{line}' did not end within {Longest}: {await Printed(process)}");
        }
    }

    private static Task<string> Printed(Process process) =>
        File.ReadAllTextAsync(process.StartInfo.Environment["PRINTED"]!);

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
