using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>Horizontal bars of block characters, to an eighth of a column.</summary>
internal static class Bars
{
    private const string Eighths = " ▏▎▍▌▋▊▉";

    /// <summary>
    /// Writes bars below each other; the longest has <paramref name="columns"/> columns, or fewer where lines are shorter.
    /// </summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<Bar> bars, int columns = 40, string colour = "aqua")
    {
        var labels = bars.Max(bar => Printable.Width(bar.Label));
        var notes = bars.Max(bar => Printable.Width(bar.Note));
        columns = Math.Clamp(console.Profile.Width - labels - notes - 4, 1, columns);
        var longest = Math.Max(double.Epsilon, bars.Max(bar => bar.Value));
        foreach (var bar in bars)
            console.MarkupLine(
                $"  {Markup.Escape(Fit.PadLeft(bar.Label, labels))} "
                    + $"[{colour}]{Of(bar.Value / longest, columns)}[/] [grey]{Markup.Escape(bar.Note)}[/]"
            );
    }

    /// <summary>A bar of a share of <paramref name="columns"/>, padded to that width.</summary>
    public static string Of(double share, int columns)
    {
        var eighths = (int)Math.Round(Math.Clamp(share, 0, 1) * columns * 8);
        if (share > 0)
            eighths = Math.Max(1, eighths);
        var bar = new string('█', eighths / 8) + (eighths % 8 > 0 ? Eighths[eighths % 8] : "");
        return bar.PadRight(columns);
    }
}
