using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Statistics;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Pictures of an evaluation.</summary>
internal sealed class EvaluationPictures(EvaluationFindings findings)
{
    private const int Points = 160;

    private static readonly Color Right = Colours.Of(0);
    private static readonly Color Wrong = Colours.Of(1);

    private readonly MetricFindings[] _metrics =
    [
        .. findings.Metrics.Where(metric => metric is { Roc: not null, IsConstant: false }),
    ];

    /// <summary>Densities over right and over wrong answers.</summary>
    public IEnumerable<Picture> Densities()
    {
        if (_metrics.Length > 0)
            yield return Panels(
                "densities",
                "Density of each metric over right and wrong answers (Gaussian kernel, Silverman's width).",
                _metrics.Select(Density)
            );
    }

    /// <summary>ROC curves.</summary>
    public IEnumerable<Picture> Curves()
    {
        if (_metrics.Length > 0)
            yield return Panels(
                "roc",
                "ROC curve of each metric with the area under it and DeLong's interval of 95%; the dashed line is chance.",
                _metrics.Select(Curve),
                height: 300
            );
    }

    /// <summary>Share of right answers by bin.</summary>
    public IEnumerable<Picture> Bins()
    {
        var binned = _metrics.Where(metric => metric.Bins is not null).ToArray();
        if (binned.Length > 0)
            yield return Panels(
                "bins",
                "Share of right answers in each quantile bin with Wilson's interval of 95%; the dashed line is the share over all.",
                binned.Select(Bin)
            );
    }

    /// <summary>Correlations of everything.</summary>
    public Picture Correlations() =>
        new(
            "correlations",
            "Spearman's ρ of metrics, outcome and covariates.",
            [Plots.HeatMap(null, findings.CorrelatedNames, findings.Spearman, "0.00", signed: true)]
        )
        {
            Width = 700,
            Height = 560,
        };

    private static Picture Panels(string name, string caption, IEnumerable<Plot> plots, int height = 260)
    {
        var panels = plots.ToArray();
        var columns = Math.Min(3, panels.Length);
        return new Picture(name, caption, panels)
        {
            Columns = columns,
            Width = columns == 1 ? 560 : 330 * columns,
            Height = height * ((panels.Length + columns - 1) / columns),
        };
    }

    private static Plot Density(MetricFindings metric)
    {
        var plot = Plots.Of(null, Unit(metric.Name), "density");
        var sorted = metric.Values.Order().ToArray();
        var (low, high) = (Summary.Quantile(sorted, 0.001), Summary.Quantile(sorted, 0.999));
        var x = Enumerable.Range(0, Points).Select(i => low + (high - low) * i / (Points - 1)).ToArray();
        var top = 0.0;
        var peaks = new List<(string Name, double X, double Y, Color Colour)>();
        foreach (var (name, values, colour) in new[] { ("right", metric.Right, Right), ("wrong", metric.Wrong, Wrong) })
        {
            var width = Silverman(values);
            var y = x.Select(value => MathNet.Numerics.Statistics.KernelDensity.EstimateGaussian(value, width, values))
                .ToArray();
            plot.Line(x, y, colour, 2.5f);
            top = Math.Max(top, y.Max());
            peaks.Add((name, x[Array.IndexOf(y, y.Max())], y.Max(), colour));
        }
        plot.Axes.SetLimits(low, high, 0, top * 1.25);
        var left = peaks[0].X <= peaks[1].X ? 0 : 1;
        plot.Write(
            peaks[left].Name,
            peaks[left].X,
            peaks[left].Y + top * 0.04,
            peaks[left].Colour,
            Alignment.LowerRight,
            13,
            2
        );
        plot.Write(
            peaks[1 - left].Name,
            peaks[1 - left].X,
            peaks[1 - left].Y + top * 0.04,
            peaks[1 - left].Colour,
            Alignment.LowerLeft,
            13,
            2
        );
        return plot;
    }

    // 0.9·min(s, IQR / 1.34)·n^−1/5 (Silverman, "Density Estimation", 1986).
    private static double Silverman(double[] values)
    {
        var summary = Summary.Of(values);
        var spread =
            summary.Q75 > summary.Q25
                ? Math.Min(summary.StdDdof1, (summary.Q75 - summary.Q25) / 1.34)
                : summary.StdDdof1;
        return spread > 0
            ? 0.9 * spread * Math.Pow(values.Length, -0.2)
            : Math.Max(1e-6, Math.Abs(summary.Mean) * 1e-3);
    }

    private static Plot Curve(MetricFindings metric)
    {
        var (roc, interval) = (metric.Roc!, metric.Roc!.Interval);
        var plot = Plots.Of(metric.Name, "wrong answers taken for right", "right answers found");
        plot.Line([0, 1], [0, 1], Colours.Soft, 1, LinePattern.Dashed);
        // As many points as a panel has pixels.
        var every = Math.Max(1, roc.Points.Count / 400);
        var points = roc.Points.Where((_, i) => i % every == 0 || i == roc.Points.Count - 1).ToArray();
        plot.Line(
            [.. points.Select(point => point.FalsePositives)],
            [.. points.Select(point => point.TruePositives)],
            Right,
            2.5f
        );
        plot.Write(Invariant($"AUC {roc.Auc:0.000}"), 0.97, 0.17, Right, Alignment.MiddleRight, 14, 0);
        plot.Write(
            Invariant($"{interval.Low:0.000} to {interval.High:0.000}"),
            0.97,
            0.08,
            Colours.Soft,
            Alignment.MiddleRight,
            12,
            0
        );
        plot.Axes.SetLimits(0, 1, 0, 1.01);
        return plot;
    }

    private static Plot Bin(MetricFindings metric)
    {
        var bins = metric.Bins!;
        var plot = Plots.Of(
            Invariant($"χ² p = {bins.P:0.###}, trend p = {metric.Trend!.Value.P:0.###}"),
            $"{Unit(metric.Name)}, bin 1: lowest",
            "share right"
        );
        var shares = bins.Table.Select(row => (Share: row[1] / (double)row.Sum(), N: row.Sum())).ToArray();
        var (low, high) = (1.0, 0.0);
        for (var i = 0; i < shares.Length; i++)
        {
            var (bottom, top) = Wilson(shares[i].Share, shares[i].N);
            plot.Line([i + 1, i + 1], [bottom, top], Right, 2);
            (low, high) = (Math.Min(low, bottom), Math.Max(high, top));
        }
        double[] x = [.. Enumerable.Range(1, shares.Length).Select(i => (double)i)];
        plot.Points(x, [.. shares.Select(share => share.Share)], Right, 9);
        var all = bins.Table.Sum(row => row[1]) / (double)bins.Table.Sum(row => row.Sum());
        plot.Line([0.5, shares.Length + 0.5], [all, all], Colours.Soft, 1, LinePattern.Dashed);
        plot.Axes.SetLimits(0.5, shares.Length + 0.5, Math.Max(0, low - 0.02), Math.Min(1, high + 0.02));
        plot.Axes.Bottom.SetTicks(x, [.. x.Select(i => Invariant($"{i}"))]);
        return plot;
    }

    // Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (1927).
    private static (double Low, double High) Wilson(double share, int n)
    {
        var z2 = LogisticRegression.Z95 * LogisticRegression.Z95;
        var centre = (share + z2 / (2 * n)) / (1 + z2 / n);
        var half = LogisticRegression.Z95 / (1 + z2 / n) * Math.Sqrt(share * (1 - share) / n + z2 / (4.0 * n * n));
        return (centre - half, centre + half);
    }

    private static string Unit(string metric) =>
        metric switch
        {
            "entropy" or "sqrt_varentropy" or "sqrt_composite_metric" => $"{metric} (nats)",
            "varentropy" or "composite_metric" => $"{metric} (nats²)",
            _ => metric,
        };
}
