using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Queries;

/// <summary>A distribution as quantiles and a histogram of bars.</summary>
internal static class DistributionText
{
    private const int Indent = 2;
    private const int Gap = 3;

    public static void Write(Terminal terminal, string corpus, DistributionResponse distribution, bool json)
    {
        if (json)
            terminal.WriteJson(DistributionJson.Of(distribution));
        else if (distribution.Documents == 0)
            terminal.Say("No document is ranked yet.");
        else
            Write(terminal.Data, distribution);
        WarnOfGap(terminal, corpus, distribution);
    }

    /// <summary>Says so where documents are not scored under the metric.</summary>
    public static void WarnOfGap(Terminal terminal, string corpus, DistributionResponse distribution)
    {
        if (distribution.NotScored > 0)
            terminal.Say(
                $"{distribution.Metric}: {Units.Count((long)distribution.NotScored, "document")} not scored under it; 'flux "
                    + $"corpus rescore {corpus} --metrics {distribution.Metric}' adds it."
            );
    }

    /// <summary>Writes it for people.</summary>
    public static void Write(IAnsiConsole console, DistributionResponse distribution, int columns = 40)
    {
        console.MarkupLine(
            $"[bold]{Markup.Escape(distribution.Metric)}[/] of "
                + $"{Units.Count((long)distribution.Documents, "document")}, "
                + Units.Count((long)distribution.Tokens, "token")
        );
        WriteQuantiles(console, distribution.Quantiles);
        var error = (long)distribution.Quantiles.Max(quantile => quantile.RankError);
        var width = distribution.Histogram.Max(bin => $"{bin.To:0.000}".Length);
        Bars.Write(
            console,
            [
                .. distribution.Histogram.Select(bin => new Bar(
                    $"{bin.From.ToString("0.000").PadLeft(width)} – {bin.To.ToString("0.000").PadLeft(width)}",
                    bin.Documents,
                    bin.Documents.ToString("N0")
                )),
            ],
            columns
        );
        console.MarkupLine($"  [grey]quantiles are exact to within {Units.Count(error, "rank")}[/]");
    }

    // A quantile and its value stay on one line.
    private static void WriteQuantiles(IAnsiConsole console, IReadOnlyList<Quantile> quantiles)
    {
        var (line, used) = ("", 0);
        foreach (var quantile in quantiles)
        {
            var (name, value) = (Name(quantile.Q), $"{quantile.Value:0.000}");
            var width = name.Length + 1 + value.Length;
            if (used > 0 && Indent + used + Gap + width > console.Profile.Width)
            {
                console.MarkupLine(line);
                (line, used) = ("", 0);
            }
            line += $"{new string(' ', used == 0 ? Indent : Gap)}[grey]{name}[/] {value}";
            used += width + (used == 0 ? 0 : Gap);
        }
        console.MarkupLine(line);
    }

    private static string Name(double q) =>
        q switch
        {
            0 => "min",
            0.5 => "median",
            1 => "max",
            _ => $"{100 * q:0.#}%",
        };
}
