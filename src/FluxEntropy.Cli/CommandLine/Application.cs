using System.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>
/// Parses a command line, runs its verb, and returns an exit code: 0 (done), 1 (failed), 2 (wrong usage), 130
/// (stopped before it was done) or 141 (its output was closed before it was done).
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
            Output = output ?? StandardOutput.OpenText(),
            Error = errors ?? Console.Error,
        };
        if (parsed.Action is not HelpPage && UsageErrors.Of(parsed) is { Count: > 0 } faults)
            return Refuse(parsed, faults, new Terminal(invocation.Output, invocation.Error, verbose: false));
        try
        {
            return await parsed.InvokeAsync(invocation, cancellationToken);
        }
        catch (Exception closed) when (OutputClosedException.IsCauseOf(closed))
        {
            return Failures.OutputClosed; // a page of help, which is no verb
        }
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
