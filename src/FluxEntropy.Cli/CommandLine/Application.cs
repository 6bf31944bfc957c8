using System.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>Parses a command line, runs its verb, and returns an exit code: 0 (done), 1 (failed) or 2 (wrong usage).</summary>
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
        return parsed.Errors.Count > 0 && parsed.Action is not HelpPage
            ? Refuse(parsed, new Terminal(invocation.Output, invocation.Error, verbose: false))
            : await parsed.InvokeAsync(invocation, cancellationToken);
    }

    private static int Refuse(ParseResult parsed, Terminal terminal)
    {
        var command = SymbolText.PathOf(parsed.CommandResult.Command);
        var verbs = parsed.CommandResult.Command.Subcommands.Select(verb => verb.Name).ToList();
        if (verbs.Count > 0)
            Failures.Print(
                terminal,
                parsed.UnmatchedTokens is [var unknown, ..]
                    ? $"{command} has no verb '{unknown}'; it has {string.Join(", ", verbs)}"
                    : $"{command}: say what to do: {string.Join(", ", verbs)}"
            );
        else
            foreach (var message in parsed.Errors.Select(error => error.Message).Distinct())
                Failures.Print(terminal, $"{command}: {message}");
        terminal.Say($"See '{command} --help'.");
        return Failures.WrongUsage;
    }
}
