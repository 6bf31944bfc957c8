using Spectre.Console;

namespace FluxEntropy.Cli.Output;

/// <summary>How far a piece of work is, as a line of text.</summary>
internal static class ProgressText
{
    private const int BarColumns = 20;

    /// <summary>A line of markup with a bar, for a terminal of a width in columns.</summary>
    public static string Live(string title, Progress progress, TimeSpan? left, TimeSpan elapsed, int width)
    {
        var text = Tail(progress, left, elapsed);
        if (progress.Total is not > 0)
            return $"[bold]{Markup.Escape(title)}[/]  {Fitted(text, width - Printable.Width(title) - 3)}";
        var filled = (int)(BarColumns * Share(progress));
        var bar = $"[green]{new string('━', filled)}[/][grey]{new string('━', BarColumns - filled)}[/]";
        var rest = Fitted(text, width - Printable.Width(title) - BarColumns - 10);
        return $"[bold]{Markup.Escape(title)}[/]  {bar} {Share(progress), 4:0%}  {rest}";
    }

    /// <summary>A line of plain text.</summary>
    public static string Plain(string title, Progress progress, TimeSpan? left, TimeSpan elapsed) =>
        progress is { Total: > 0, Done: > 0 }
            ? $"{title}: {Share(progress):0%}, {Tail(progress, left, elapsed)}"
            : $"{title}: {Tail(progress, left, elapsed)}";

    /// <summary>How much of a piece of work is done, 0 to 1; null where its end is not known.</summary>
    public static double? ShareOf(Progress progress) => progress.Total is > 0 ? Share(progress) : null;

    private static string Fitted(string text, int columns) => Markup.Escape(Fit.End(text, columns));

    private static double Share(Progress progress) => Math.Clamp(progress.Done / progress.Total!.Value, 0, 1);

    // Until something is done, or where nobody knows how much there is, the clock shows that it goes on.
    private static string Tail(Progress progress, TimeSpan? left, TimeSpan elapsed) =>
        string.Join(
            " · ",
            new[]
            {
                left is { } time ? $"{Units.Duration(time)} left" : "",
                progress.Note,
                left is null ? $"{Units.Duration(elapsed)} so far" : "",
            }.Where(part => part.Length > 0)
        );
}
