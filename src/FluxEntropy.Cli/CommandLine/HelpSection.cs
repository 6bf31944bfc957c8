using Spectre.Console;

namespace FluxEntropy.Cli.CommandLine;

/// <summary>A titled list of names and texts on a help page.</summary>
internal static class HelpSection
{
    private const int Indent = 2;
    private const int LongestName = 34;
    private const int WidestPage = 110;

    /// <summary>Writes names in a column and texts, wrapped, beside them; nothing where there are no entries.</summary>
    public static void Write(IAnsiConsole console, string title, IEnumerable<(string Name, string Text)> entries)
    {
        var rows = entries.ToList();
        if (rows.Count == 0)
            return;
        WriteTitle(console, title);
        var names = Math.Min(LongestName, rows.Max(row => row.Name.Length));
        var width = Math.Min(console.Profile.Width, WidestPage) - Indent - names - 2;
        foreach (var (name, text) in rows)
        {
            var lines = Wrap(text, Math.Max(30, width));
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
        foreach (var example in examples)
        {
            console.MarkupLine($"  [grey]# {Markup.Escape(example.Purpose)}[/]");
            console.MarkupLine($"  [aqua]{Markup.Escape($"flux {example.Arguments}")}[/]");
        }
    }

    private static void WriteTitle(IAnsiConsole console, string title)
    {
        console.WriteLine();
        console.MarkupLine($"[bold]{title}[/]");
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
}
