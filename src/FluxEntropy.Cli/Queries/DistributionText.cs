using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Queries;

/// <summary>A distribution as quantiles and a histogram of bars.</summary>
internal static class DistributionText
{
    public static void Write(Terminal terminal, DistributionResponse distribution, bool json)
    {
        if (json)
            terminal.WriteJson(DistributionJson.Of(distribution));
        else if (distribution.Documents == 0)
            terminal.Say("No document is ranked yet.");
        else
            Write(terminal.Data, distribution);
    }

    /// <summary>Writes it for people.</summary>
    public static void Write(IAnsiConsole console, DistributionResponse distribution, int columns = 40)
    {
        console.MarkupLine(
            $"[bold]{Markup.Escape(distribution.Metric)}[/] of "
                + $"{Units.Count((long)distribution.Documents, "document")}, "
                + Units.Count((long)distribution.Tokens, "token")
        );
        console.MarkupLine(
            "  "
                + string.Join(
                    "   ",
                    distribution.Quantiles.Select(quantile => $"[grey]{Name(quantile.Q)}[/] {quantile.Value:0.000}")
                )
        );
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

    private static string Name(double q) =>
        q switch
        {
            0 => "min",
            0.5 => "median",
            1 => "max",
            _ => $"{100 * q:0.#}%",
        };
}
