using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>Names and values below each other.</summary>
internal static class Facts
{
    public static void Write(IAnsiConsole console, string title, IEnumerable<(string Name, string Value)> facts)
    {
        var rows = facts.ToList();
        var width = rows.Max(row => row.Name.Length);
        console.MarkupLine($"[bold]{Markup.Escape(title)}[/]");
        foreach (var (name, value) in rows)
            console.MarkupLine($"  [grey]{Markup.Escape(name.PadRight(width))}[/]  {Markup.Escape(value)}");
    }
}
