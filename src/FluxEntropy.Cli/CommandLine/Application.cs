using System.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>
/// Parses a command line, runs its verb, and returns an exit code: 0 (done), 1 (failed), 2 (wrong usage) or 130
/// (stopped before it was done).
/// </summary>
internal static class Application
{
    /// <param name="root">The program with all its verbs.</param>
    /// <param name="args">The command line.</param>
    /// <param name="output">Takes the place of standard output.</param>
    /// <param name="errors">Takes the place of standard error.</param>
    /// <param name="cancellationToken">Cancels the verb, as Ctrl-C does.</param>
    public static async Task<int> RunAsync(
        RootCommand root,
        string[] args,
        TextWriter? output = null,
        TextWriter? errors = null,
        CancellationToken cancellationToken = default
    )
    {
        var parsed = root.Parse(args);
        var invocation = new InvocationConfiguration
        {
            EnableDefaultExceptionHandler = false,
            // Ctrl-C and SIGTERM cancel the verb's token; a server needs its time to write down what it holds.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            Output = output ?? Console.Out,
            Error = errors ?? Console.Error,
        };
        return parsed.Action is not HelpPage && UsageErrors.Of(parsed) is { Count: > 0 } faults
            ? Refuse(parsed, faults, new Terminal(invocation.Output, invocation.Error, verbose: false))
            : await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private static int Refuse(ParseResult parsed, IReadOnlyList<string> faults, Terminal terminal)
    {
        var command = SymbolText.PathOf(parsed.CommandResult.Command);
        foreach (var fault in faults)
            Failures.Print(
                terminal,
                parsed.CommandResult.Command.Subcommands.Count > 0 ? fault : $"{command}: {fault}"
            );
        terminal.Say($"See '{command} --help'.");
        return Failures.WrongUsage;
    }
}
