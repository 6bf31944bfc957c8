using System.CommandLine;
using System.CommandLine.Help;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>The executable: parses, runs one verb, and turns whatever happens into an exit code of 0 (done), 1 (failed) or 2 (wrong usage).</summary>
internal static class Application
{
    public static async Task<int> RunAsync(RootCommand root, string[] args)
    {
        root.Options.OfType<HelpOption>().Single().Action = new HelpPage();
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0 && parsed.Action is not HelpPage)
            return Refuse(parsed);

        // Ctrl-C and SIGTERM cancel the verb's token; a server needs its time to write down what it holds.
        return await parsed.InvokeAsync(
            new InvocationConfiguration
            {
                EnableDefaultExceptionHandler = false,
                ProcessTerminationTimeout = TimeSpan.FromSeconds(30),
            }
        );
    }

    private static int Refuse(ParseResult parsed)
    {
        var terminal = new Terminal(verbose: false);
        var command = HelpPage.PathOf(parsed.CommandResult.Command);
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
