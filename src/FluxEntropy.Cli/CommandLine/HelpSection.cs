using FluxEntropy.Cli.Output;
using Spectre.Console;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>A titled list of names and texts on a help page.</summary>
internal static class HelpSection
{
    private const int Indent = 2;
    private const int LongestName = 34;

    /// <summary>Writes names in a column and texts, wrapped, beside them; nothing where there are no entries.</summary>
    public static void Write(IAnsiConsole console, string title, IEnumerable<(string Name, string Text)> entries)
    {
        var rows = entries.ToList();
        if (rows.Count == 0)
            return;
        WriteTitle(console, title);
        var names = Math.Min(LongestName, rows.Max(row => row.Name.Length));
        var width = Consoles.PageWidth(console) - Indent - names - 2;
        foreach (var (name, text) in rows)
        {
            var lines = Prose.Wrap(text, Math.Max(30, width));
            var hasOwnLine = name.Length > names;
            console.MarkupLine(
                hasOwnLine
                    ? $"  [aqua]{Markup.Escape(name)}[/]"
                    : $"  [aqua]{Markup.Escape(name.PadRight(names))}[/]  {Markup.Escape(lines[0])}"
            );
            foreach (var line in lines.Skip(hasOwnLine ? 0 : 1))
                console.MarkupLine(new string(' ', Indent + names + 2) + Markup.Escape(line));
        }
    }

    /// <summary>Writes examples, each below its purpose.</summary>
    public static void Write(IAnsiConsole console, string title, IReadOnlyList<Example> examples)
    {
        if (examples.Count == 0)
            return;
        WriteTitle(console, title);
        var width = Consoles.PageWidth(console) - Indent;
        foreach (var example in examples)
        {
            foreach (var line in Prose.Wrap($"# {example.Purpose}", width))
                console.MarkupLine($"  [grey]{Markup.Escape(line)}[/]");
            foreach (var line in ShellLines.Of($"flux {example.Arguments}", width))
                console.MarkupLine($"  [aqua]{Markup.Escape(line)}[/]");
        }
    }

    private static void WriteTitle(IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{title}[/]");
    }
}
