using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>Names and values below each other; a long value goes on below its beginning.</summary>
internal static class Facts
{
    private const int Indent = 2;
    private const int Below = 4;

    public static void Write(IAnsiConsole console, string title, IEnumerable<(string Name, string Value)> facts)
    {
        var rows = facts.ToList();
        var names = rows.Max(row => Printable.Width(row.Name));
        Prose.Write(console, title, style: "bold");
        foreach (var (name, value) in rows)
            Write(console, name, names, value);
    }

    private static void Write(IAnsiConsole console, string name, int names, string value)
    {
        var beside = console.Profile.Width - Indent - names - 2;
        var longest = value.Split(' ').Max(Printable.Width);
        // A hash or a path stays whole where the line below has the room for it.
        if (longest > beside && longest <= console.Profile.Width - Below)
        {
            console.MarkupLine($"  [grey]{Markup.Escape(name)}[/]");
            Prose.Write(console, value, Below, hanging: 0);
            return;
        }
        var lines = Prose.Wrap(value, Math.Max(20, beside));
        console.MarkupLine($"  [grey]{Markup.Escape(Fit.PadRight(name, names))}[/]  {Markup.Escape(lines[0])}");
        foreach (var line in lines.Skip(1))
            console.MarkupLine(new string(' ', Indent + names + 2) + Markup.Escape(line));
    }
}
