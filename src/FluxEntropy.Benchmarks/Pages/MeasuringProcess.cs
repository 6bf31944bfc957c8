using System.Diagnostics;
using System.Text.Json;
using FluxEntropy.Benchmarks.Processes;

namespace FluxEntropy.Benchmarks.Pages;

/// <summary>
/// Runs a command of this program in a process of its own, so that no measurement warms another one up.
/// </summary>
internal static class MeasuringProcess
{
    /// <param name="command">Arguments, to which <c>--json</c> is added.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <exception cref="IOException">The command failed, or printed no JSON.</exception>
    public static async Task<Measurement> RunAsync(string command, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo(ThisProgram.Path) { RedirectStandardOutput = true };
        foreach (var argument in (IEnumerable<string>)[.. ThisProgram.Arguments, .. command.Split(' '), "--json"])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start) ?? throw new IOException($"'flux {command}' could not be started");
        try
        {
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            if (process.ExitCode != 0)
                throw new IOException(
                    $"'flux {command}' ended with exit code {process.ExitCode}: see its messages above"
                );
            using var json = JsonDocument.Parse(output);
            return new Measurement(
                command,
                TimeProvider.System.GetUtcNow(),
                ThisMachine.Description,
                ThisMachine.Version,
                json.RootElement.Clone()
            );
        }
        catch (JsonException exception)
        {
            throw new IOException(
                $"'flux {command}' printed something other than JSON: {exception.Message}",
                exception
            );
        }
        finally
        {
            if (!process.HasExited)
                process.Kill(entireProcessTree: true);
        }
    }
}
