using System.Globalization;

namespace FluxEntropy.Cli.Output;

/// <summary>Cuts and pads text to a number of terminal cells, on one line. A character is never cut apart from its marks.</summary>
internal static class Fit
{
    /// <summary>Cuts the end off.</summary>
    public static string End(string text, int columns)
    {
        var line = OneLine(text);
        return Printable.Width(line) <= columns ? line : Head(line, columns - 1) + "…";
    }

    /// <summary>Cuts the middle out: both ends of a path say something.</summary>
    public static string Middle(string name, int columns)
    {
        var line = OneLine(name);
        if (Printable.Width(line) <= columns)
            return line;
        var head = (columns - 1) / 3;
        return $"{Head(line, head)}…{Tail(line, columns - 1 - head)}";
    }

    /// <summary>Text as a cell of a table shows it: on one line, with nothing in it that steers a terminal.</summary>
    public static string OneLine(string text) => Printable.Line(string.Create(text.Length, text, (line, source) =>
            {
                for (var i = 0; i < line.Length; i++)
                    line[i] = char.IsControl(source[i]) ? ' ' : source[i];
            }));

    /// <summary>Text and blanks behind it.</summary>
    public static string PadRight(string text, int columns) => text + Blanks(text, columns);

    /// <summary>Text and blanks before it.</summary>
    public static string PadLeft(string text, int columns) => Blanks(text, columns) + text;

    /// <summary>The characters at the beginning that fit.</summary>
    public static string Head(string text, int columns)
    {
        var (end, left) = (0, columns);
        while (end < text.Length)
        {
            var length = StringInfo.GetNextTextElementLength(text, end);
            left -= Printable.Width(text.Substring(end, length));
            if (left < 0)
                break;
            end += length;
        }
        return text[..end];
    }

    private static string Tail(string text, int columns)
    {
        var start = 0;
        for (var left = Printable.Width(text); left > columns && start < text.Length; )
        {
            var length = StringInfo.GetNextTextElementLength(text, start);
            left -= Printable.Width(text.Substring(start, length));
            start += length;
        }
        return text[start..];
    }

    private static string Blanks(string text, int columns) => new(' ', Math.Max(0, columns - Printable.Width(text)));
}
