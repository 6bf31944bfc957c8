using System.Globalization;
using System.Text;
using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>
/// Text of unknown origin as a terminal may show it: whatever would steer the terminal, or hide or reorder text, becomes a
/// visible sign.
/// </summary>
internal static class Printable
{
    private const int ControlPictures = 0x2400;

    /// <summary>One line: line feeds, too, become signs.</summary>
    public static string Line(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
            line.Append(Of(rune));
        return line.ToString();
    }

    /// <summary>A character, or the sign for it.</summary>
    public static string Of(Rune rune) =>
        rune.Value switch
        {
            '\n' => "↵",
            '\t' => "⇥",
            < ' ' => ((char)(ControlPictures + rune.Value)).ToString(),
            0x7f => "␡",
            // Joiners hold emoji and some scripts together, and do no harm.
            0x200c or 0x200d => rune.ToString(),
            _ => Rune.GetUnicodeCategory(rune)
                is UnicodeCategory.Control
                    or UnicodeCategory.Format
                    or UnicodeCategory.LineSeparator
                    or UnicodeCategory.ParagraphSeparator
                ? $"\\u{{{rune.Value:x}}}"
                : rune.ToString(),
        };

    /// <summary>Columns that a printable text takes: wide characters two, combining ones none.</summary>
    public static int Width(string text) => text.GetCellWidth();
}
