using System.CommandLine;
using FluxEntropy.Cli.CommandLine;

namespace FluxEntropy.Cli.Tests;

/// <summary>A command line that ran in this process, with streams of its own: neither is a terminal.</summary>
internal sealed record Flux(int ExitCode, string Output, string Errors)
{
    /// <summary>The program with all its verbs; parsing changes nothing in it.</summary>
    public static RootCommand Root { get; } = FluxCommand.Create();

    /// <summary>Runs a command line, cut at spaces.</summary>
    public static Task<Flux> RunAsync(string line) => RunAsync(line.Split(' ', StringSplitOptions.RemoveEmptyEntries));

    public static async Task<Flux> RunAsync(params string[] arguments)
    {
        var (output, errors) = (new StringWriter(), new StringWriter());
        var exitCode = await Application.RunAsync(
            Root,
            arguments,
            TextWriter.Synchronized(output),
            TextWriter.Synchronized(errors),
            TestContext.Current.CancellationToken
        );
        return new Flux(exitCode, output.ToString(), errors.ToString());
    }
}
