using FluxEntropy.Analysis.Pictures;

namespace FluxEntropy.Analysis.Models;

/// <summary>
/// Values of all models in one model's order: points, and a running mean with the model's name at its end.
/// </summary>
internal static class SortedPicture
{
    public static Picture Of(ModelsFindings f)
    {
        var (models, metric) = (f.Scores.Models, f.Scores.Metric);
        var plot = Plots.Of(
            null,
            $"rank of the text under {DirectionRuns.Isolated(f.By)} (0: highest)",
            MetricLabel.Of(metric)
        );
        var half = Math.Max(1, f.Order.Length / 20);
        double[] x = [.. Enumerable.Range(0, f.Order.Length).Select(rank => (double)rank)];
        var ends = new List<LineEnd>();
        for (var model = 0; model < models.Count; model++)
        {
            double[] values = [.. f.Order.Select(text => f.Scores.Values[model][text])];
            var mean = RunningMean(values, half);
            plot.Points(x, values, Colours.Of(model), 3.5f);
            plot.Line(x, mean, Colours.Of(model), 2.5f);
            ends.Add(new(models[model], x[^1], mean[^1], model));
        }
        var (least, largest) = (f.Scores.Values.Min(row => row.Min()), f.Scores.Values.Max(row => row.Max()));
        var margin = 0.03 * (largest - least);
        plot.Limit(-1, f.Order.Length, least - margin, largest + margin);
        plot.Ends = ends;
        return new Picture(
            "sorted",
            $"{Capital(metric)} of each text, sorted by {f.By}; lines are running means over {2 * half + 1} texts.",
            [plot]
        );
    }

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static double[] RunningMean(double[] values, int half) =>
        [.. values.Select((_, i) => values[Math.Max(0, i - half)..Math.Min(values.Length, i + half + 1)].Average())];
}
