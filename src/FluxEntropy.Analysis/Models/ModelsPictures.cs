using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Statistics;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Models;

/// <summary>Pictures of a comparison of models.</summary>
internal sealed class ModelsPictures(ModelsFindings findings)
{
    private readonly IReadOnlyList<string> _models = findings.Scores.Models;
    private readonly string _by = findings.Scores.Models[findings.Chosen];
    private readonly string _metric = findings.Scores.Metric;

    /// <summary>Values of all models in one model's order: points, and a running mean whose end bears the name.</summary>
    public Picture Sorted()
    {
        var plot = Plots.Of(null, $"rank of the text under {_by} (0: highest)", Axis());
        var order = Enumerable
            .Range(0, findings.Scores.Texts.Count)
            .OrderBy(text => findings.Comparison.DescendingRanks[findings.Chosen][text])
            .ToArray();
        var x = Enumerable.Range(0, order.Length).Select(rank => (double)rank).ToArray();
        var ends = new List<(string, double, Color)>();
        for (var model = 0; model < _models.Count; model++)
        {
            var values = order.Select(text => findings.Scores.Values[model][text]).ToArray();
            var mean = RunningMean(values, Math.Max(1, order.Length / 20));
            plot.Points(x, values, Colours.Of(model), 3.5f);
            plot.Line(x, mean, Colours.Of(model), 2.5f);
            ends.Add((_models[model], mean[^1], Colours.Of(model)));
        }
        var (least, largest) = (
            findings.Scores.Values.Min(row => row.Min()),
            findings.Scores.Values.Max(row => row.Max())
        );
        plot.Axes.SetLimits(-1, order.Length, least - 0.03 * (largest - least), largest + 0.03 * (largest - least));
        plot.NameLines(ends, order.Length - 1);
        return new Picture(
            "sorted",
            $"{Capital(_metric)} of each text, sorted by {_by}; lines are running means over {2 * Math.Max(1, order.Length / 20) + 1} texts.",
            [plot]
        );
    }

    /// <summary>Ranks of one model against those of each other.</summary>
    public Picture RankPanels()
    {
        var last = findings.Scores.Texts.Count - 1;
        var others = Enumerable.Range(0, _models.Count).Where(model => model != findings.Chosen).ToArray();
        var panels = others
            .Select(model =>
            {
                var plot = Plots.Of(_models[model], $"rank, {_by}", "rank");
                plot.Line([0, last], [0, last], Colours.Line, 1.5f);
                plot.Points(
                    findings.Comparison.DescendingRanks[findings.Chosen],
                    findings.Comparison.DescendingRanks[model],
                    Colours.Of(model),
                    4
                );
                plot.Axes.SetLimits(-0.03 * last, 1.03 * last, -0.03 * last, 1.15 * last);
                plot.Write(
                    Invariant($"ρ = {findings.Spearman.R[findings.Chosen][model]:0.00}"),
                    0,
                    1.07 * last,
                    Colours.Ink,
                    offset: 0
                );
                return plot;
            })
            .ToArray();
        var columns = Math.Min(3, panels.Length);
        return new Picture("ranks", $"Rank of each text under {_by} against its rank under each other model.", panels)
        {
            Columns = columns,
            Height = 270 * ((panels.Length + columns - 1) / columns),
        };
    }

    /// <summary>Spearman's ρ between every two models.</summary>
    public Picture Correlations() =>
        new(
            "spearman",
            "Spearman's ρ of the order of texts between every two models.",
            [Plots.HeatMap(null, _models, findings.Spearman.R, "0.00", signed: true)]
        )
        {
            Width = 640,
            Height = 520,
        };

    /// <summary>Distances, with levels and without.</summary>
    public Picture Distances() =>
        new(
            "distances",
            "Euclidean distance between models over all texts: of the values (left), and without each model's mean level (right).",
            [
                Plots.HeatMap("with levels", _models, findings.Euclidean, "0.0"),
                Plots.HeatMap("without levels", _models, findings.EuclideanMeanRemoved, "0.0"),
            ]
        )
        {
            Width = 1060,
            Height = 480,
        };

    /// <summary>The first two components, with levels and without.</summary>
    public Picture Components() =>
        new(
            "components",
            "Models on their first two principal components: with their levels (left) and without (right).",
            [Components("with levels", findings.Pca), Components("without levels", findings.PcaWithoutLevel)]
        )
        {
            Width = 1000,
            Height = 430,
        };

    /// <summary>Spread of ranks by tenth, over the band of a bounded scale alone.</summary>
    public Picture Spread()
    {
        var plot = Plots.Of(
            null,
            $"tenth of the texts by {_by} (1: highest)",
            "mean standard deviation of ranks between models"
        );
        var tenths = findings.Spread.Where(decile => decile.N > 0 && double.IsFinite(decile.MeanSdDdof1)).ToArray();
        var x = tenths.Select(decile => (double)decile.Decile).ToArray();
        double[] Null(double[] values) => [.. tenths.Select(decile => values[decile.Decile - 1])];
        if (Null(findings.Null.Low).All(double.IsFinite))
        {
            var band = plot.Add.FillY(x, Null(findings.Null.Low), Null(findings.Null.High));
            (band.FillColor, band.LineWidth) = (Colours.Line, 0);
            band.MarkerSize = 0;
            plot.Line(x, Null(findings.Null.Mean), Colours.Soft, 1.5f, LinePattern.Dashed);
        }
        var y = tenths.Select(decile => decile.MeanSdDdof1).ToArray();
        plot.Line(x, y, Colours.Of(0), 2.5f);
        plot.Points(x, y, Colours.Of(0), 8);
        var top = Math.Max(y.Max(), findings.Null.High.Where(double.IsFinite).DefaultIfEmpty(0).Max());
        plot.Axes.SetLimits(0.7, 10.3, 0, top * 1.08);
        plot.Axes.Bottom.SetTicks(x, [.. x.Select(tenth => Invariant($"{tenth}"))]);
        plot.NameLines(
            [("measured", y[^1], Colours.Of(0)), ("bounded scale alone", Null(findings.Null.Mean)[^1], Colours.Soft)],
            x[^1],
            0.2
        );
        return new Picture(
            "spread",
            "How far models disagree about the ranks of texts, and what a bounded scale alone would show (dashed; the band holds 95% of the draws).",
            [plot]
        )
        {
            Height = 400,
        };
    }

    private Plot Components(string title, PrincipalComponents pca)
    {
        string Share(int component) =>
            component < pca.ExplainedVarianceRatio.Length
                ? Invariant($"component {component + 1} ({100 * pca.ExplainedVarianceRatio[component]:0.0}%)")
                : $"component {component + 1}";
        var plot = Plots.Of(title, Share(0), Share(1));
        double At(int model, int component) =>
            component < pca.Coordinates[model].Length ? pca.Coordinates[model][component] : 0;
        var points = _models.Select((_, model) => (X: At(model, 0), Y: At(model, 1))).ToArray();
        var (left, right) = (points.Min(point => point.X), points.Max(point => point.X));
        var (bottom, top) = (points.Min(point => point.Y), points.Max(point => point.Y));
        var (width, height) = (Math.Max(right - left, 1e-9), Math.Max(top - bottom, 1e-9));
        plot.Axes.SetLimits(left - width * 0.12, right + width * 0.12, bottom - height * 0.12, top + height * 0.12);
        // Names beside their points, moved apart where they would cover each other.
        var placed = new List<(double From, double To, double Y)>();
        foreach (var model in Enumerable.Range(0, _models.Count).OrderBy(model => points[model].Y))
        {
            var (x, y) = points[model];
            var (isLeft, length) = (x > left + width * 0.55, _models[model].Length * width * 0.022);
            var (from, to) = isLeft ? (x - length, x) : (x, x + length);
            while (placed.Any(other => from < other.To && other.From < to && Math.Abs(other.Y - y) < height * 0.06))
                y += height * 0.01;
            placed.Add((from, to, y));
            plot.Points([points[model].X], [points[model].Y], Colours.Of(model), 9);
            plot.Write(
                _models[model],
                x,
                y,
                Colours.Of(model),
                isLeft ? Alignment.MiddleRight : Alignment.MiddleLeft,
                offset: 9
            );
        }
        return plot;
    }

    private string Axis() =>
        _metric.Contains("entropy", StringComparison.OrdinalIgnoreCase)
        && !_metric.Contains("var", StringComparison.OrdinalIgnoreCase)
            ? $"{_metric} (nats a token)"
            : _metric;

    private static string Capital(string text) => char.ToUpperInvariant(text[0]) + text[1..];

    private static double[] RunningMean(double[] values, int half) =>
        [.. values.Select((_, i) => values[Math.Max(0, i - half)..Math.Min(values.Length, i + half + 1)].Average())];
}
