using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FluxEntropy.Cli.Output;
using Spectre.Console;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>What <c>--help</c> prints: usage, then verbs, arguments and options with their defaults, notes and examples.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int UsageIndent = 7;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var streams = parseResult.InvocationConfiguration;
        var console = new Terminal(streams.Output, streams.Error, verbose: false).Data;
        Write(console, parseResult.CommandResult.Command);
        return 0;
    }

    private static void Write(IAnsiConsole console, Command command)
    {
        WriteWrapped(console, command.Description ?? "");
        console.WriteLine();
        var usage = Prose.Wrap(SymbolText.UsageOf(command), Consoles.PageWidth(console) - UsageIndent);
        console.MarkupLine($"[bold]Usage[/]  {Markup.Escape(usage[0])}");
        foreach (var line in usage.Skip(1))
            console.WriteLine(new string(' ', UsageIndent) + line);
        WriteVerbs(console, command);
        var arguments = command.Arguments.Select(argument => (SymbolText.NameOf(argument), argument.Description ?? ""));
        HelpSection.Write(console, "Arguments", arguments);
        var own = command.Options.Where(option => !option.Hidden && !IsGeneral(option));
        HelpSection.Write(console, "Options", own.Select(Entry));
        if (command is Verb noted)
            HelpSection.Write(console, noted.NotesTitle, noted.Notes);
        HelpSection.Write(console, "General", General(command).Select(Entry));
        HelpSection.Write(console, "Examples", Examples(command));
        if (command is not GroupedRootCommand)
            return;
        console.WriteLine();
        console.WriteLine("Data goes to standard output, progress and messages to standard error.");
        console.WriteLine("Exit codes: 0 done, 1 it failed, 2 wrong usage, 130 stopped by Ctrl-C, 141 output");
        console.WriteLine("closed by the program that read it, such as head.");
        console.WriteLine("COLUMNS sets the width of lines; NO_COLOR turns colour off.");
        console.WriteLine("'flux VERB --help' shows what a verb takes.");
    }

    private static void WriteWrapped(IAnsiConsole console, string text)
    {
        foreach (var line in Prose.Wrap(text, Consoles.PageWidth(console)))
            console.MarkupLine($"[bold]{Markup.Escape(line)}[/]");
    }

    private static void WriteVerbs(IAnsiConsole console, Command command)
    {
        if (command is GroupedRootCommand root)
            foreach (var (title, verbs) in root.Groups)
                HelpSection.Write(console, title, verbs.Select(verb => (verb.Name, Summary(verb))));
        else
            HelpSection.Write(
                console,
                "Verbs",
                command.Subcommands.Select(verb => (verb.Name, verb.Description ?? ""))
            );
    }

    private static string Summary(Command verb) =>
        verb.Subcommands.Count > 0
            ? $"{verb.Description}: {string.Join(", ", verb.Subcommands.Select(below => below.Name))}"
            : verb.Description ?? "";

    private static (string Name, string Text) Entry(Option option) =>
        (SymbolText.NameOf(option), SymbolText.DescriptionOf(option));

    private static bool IsGeneral(Option option) => option is HelpOption or VersionOption || option.Recursive;

    private static IEnumerable<Option> General(Command command)
    {
        for (var current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
            foreach (var option in current.Options.Where(IsGeneral))
                if (option is not VersionOption || current == command)
                    yield return option;
    }

    private static IReadOnlyList<Example> Examples(Command command) =>
        command switch
        {
            Verb verb => verb.Examples,
            GroupedRootCommand root => root.Examples,
            _ => [.. command.Subcommands.OfType<Verb>().SelectMany(verb => verb.Examples)],
        };
}
