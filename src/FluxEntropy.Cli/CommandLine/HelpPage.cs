using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using FluxEntropy.Cli.Output;
using Spectre.Console;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>What <c>--help</c> prints: usage, then what there is to say, with defaults and examples.</summary>
internal sealed class HelpPage : SynchronousCommandLineAction
{
    private const int Indent = 2;

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var command = parseResult.CommandResult.Command;
        var console = new Terminal(verbose: false).Data;
        console.MarkupLine($"[bold]{Markup.Escape(command.Description ?? "")}[/]");
        console.WriteLine();
        console.MarkupLine($"[bold]Usage[/]  {Markup.Escape(Usage(command))}");

        if (command is GroupedRootCommand root)
            foreach (var (title, verbs) in root.Groups)
                Section(console, title, verbs.Select(verb => (verb.Name, Summary(verb))));
        else
            Section(console, "Verbs", command.Subcommands.Select(verb => (verb.Name, verb.Description ?? "")));
        Section(
            console,
            "Arguments",
            command.Arguments.Select(argument => (NameOf(argument), argument.Description ?? ""))
        );
        Section(
            console,
            "Options",
            command
                .Options.Where(option => !option.Hidden && !IsGeneral(option))
                .Select(option => (NameOf(option), DescriptionOf(option)))
        );
        if (command is Verb noted)
            Section(console, noted.NotesTitle, noted.Notes);
        Section(console, "General", General(command).Select(option => (NameOf(option), DescriptionOf(option))));
        Section(
            console,
            "Examples",
            Examples(command).Select(example => ($"flux {example.Arguments}", example.Purpose)),
            stacked: true
        );
        if (command is GroupedRootCommand)
        {
            console.WriteLine();
            console.WriteLine("Data goes to standard output, progress and messages to standard error.");
            console.WriteLine("Exit codes: 0 done, 1 it failed, 2 wrong usage.  NO_COLOR turns colour off.");
            console.WriteLine("'flux VERB --help' shows what a verb takes.");
        }

        return 0;
    }

    /// <summary>The command as typed: <c>flux corpus list</c>.</summary>
    public static string PathOf(Command command) =>
        command.Parents.OfType<Command>().FirstOrDefault() is { } parent ? $"{PathOf(parent)} {command.Name}" : "flux";

    private static string Usage(Command command)
    {
        var parts = new List<string> { PathOf(command) };
        if (command.Subcommands.Count > 0)
            parts.Add("VERB");
        foreach (var argument in command.Arguments)
            parts.Add(argument.Arity.MinimumNumberOfValues == 0 ? $"[{NameOf(argument)}]" : NameOf(argument));
        foreach (var option in command.Options.Where(option => option.Required))
            parts.Add($"{option.Name} {ValueOf(option)}");
        parts.Add("[options]");
        return string.Join(' ', parts);
    }

    private static void Section(
        IAnsiConsole console,
        string title,
        IEnumerable<(string Name, string Text)> entries,
        bool stacked = false
    )
    {
        var rows = entries.ToList();
        if (rows.Count == 0)
            return;
        console.WriteLine();
        console.MarkupLine($"[bold]{title}[/]");
        var names = Math.Min(34, rows.Max(row => row.Name.Length));
        var width = Math.Min(console.Profile.Width, 110) - Indent - names - 2;
        foreach (var (name, text) in rows)
        {
            if (stacked)
            {
                console.MarkupLine($"  [grey]# {Markup.Escape(text)}[/]");
                console.MarkupLine($"  [aqua]{Markup.Escape(name)}[/]");
                continue;
            }

            var lines = Wrap(text, Math.Max(30, width));
            var own = name.Length > names;
            console.MarkupLine(
                $"  [aqua]{Markup.Escape(own ? name : name.PadRight(names))}[/]{(own ? "" : "  " + Markup.Escape(lines[0]))}"
            );
            foreach (var line in lines.Skip(own ? 0 : 1))
                console.MarkupLine(new string(' ', Indent + names + 2) + Markup.Escape(line));
        }
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string> { "" };
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length > 0 && lines[^1].Length + 1 + word.Length > width)
                lines.Add("");
            lines[^1] += lines[^1].Length > 0 ? " " + word : word;
        }

        return lines;
    }

    private static string NameOf(Argument argument) =>
        (argument.HelpName ?? argument.Name.ToUpperInvariant()) + (argument.Arity.MaximumNumberOfValues > 1 ? "…" : "");

    private static string NameOf(Option option)
    {
        var names = string.Join(
            ", ",
            option.Aliases.Where(alias => alias.StartsWith('-') && alias.Length <= 2).Append(option.Name)
        );
        return ValueOf(option) is { Length: > 0 } value ? $"{names} {value}" : names;
    }

    private static string ValueOf(Option option) =>
        option.ValueType == typeof(bool) || option is HelpOption or VersionOption
            ? ""
            : option.HelpName ?? option.Name.TrimStart('-').ToUpperInvariant();

    private static string DescriptionOf(Option option)
    {
        var text = option switch
        {
            HelpOption => "Show this help",
            VersionOption => "Show the version",
            _ => option.Description ?? "",
        };
        if (option.Required)
            return text + " (required)";
        return
            option is not HelpOption and not VersionOption
            && option.HasDefaultValue
            && option.GetDefaultValue() is { } value
            && value is not false and not Array
            ? $"{text} [{Shown(value)}]"
            : text;
    }

    private static string Shown(object value) =>
        value switch
        {
            Uri url => url.OriginalString,
            Enum name => name.ToString().ToLowerInvariant(),
            _ => value.ToString() ?? "",
        };

    private static string Summary(Command verb) =>
        verb.Subcommands.Count > 0
            ? $"{verb.Description}: {string.Join(", ", verb.Subcommands.Select(below => below.Name))}"
            : verb.Description ?? "";

    private static bool IsGeneral(Option option) => option is HelpOption or VersionOption || option.Recursive;

    private static IEnumerable<Option> General(Command command)
    {
        for (var current = command; current is not null; current = current.Parents.OfType<Command>().FirstOrDefault())
            foreach (
                var option in current.Options.Where(option =>
                    IsGeneral(option) && (option is not VersionOption || current == command)
                )
            )
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
