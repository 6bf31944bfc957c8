using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>Text that is broken between words at the width of a console.</summary>
internal static class Prose
{
    /// <summary>Lines of at most so many cells. Only a word that is longer is broken inside.</summary>
    public static IReadOnlyList<string> Wrap(string text, int width)
    {
        var lines = new List<string>();
        var line = "";
        foreach (var word in text.Split(' '))
        {
            var rest = word;
            if (line.Length > 0 && Printable.Width(line) + 1 + Printable.Width(rest) > width)
            {
                lines.Add(line);
                line = "";
            }
            while (line.Length == 0 && Printable.Width(rest) > width && Fit.Head(rest, width) is { Length: > 0 } head)
            {
                lines.Add(head);
                rest = rest[head.Length..];
            }
            line = line.Length > 0 ? $"{line} {rest}" : rest;
        }

        lines.Add(line);
        return lines;
    }

    /// <summary>Writes a paragraph whose lines but the first are indented.</summary>
    /// <param name="console">Where it is written.</param>
    /// <param name="text">Plain text.</param>
    /// <param name="indent">Blanks before each line.</param>
    /// <param name="hanging">Further blanks before each line but the first.</param>
    /// <param name="style">Style of the text, in markup.</param>
    public static void Write(
        IAnsiConsole console,
        string text,
        int indent = 0,
        int hanging = 2,
        string style = "default"
    )
    {
        var width = Math.Max(20, console.Profile.Width - indent - hanging);
        var blanks = new string(' ', indent);
        foreach (var line in Wrap(text, width))
        {
            console.MarkupLine($"{blanks}[{style}]{Markup.Escape(line)}[/]");
            blanks = new string(' ', indent + hanging);
        }
    }
}
