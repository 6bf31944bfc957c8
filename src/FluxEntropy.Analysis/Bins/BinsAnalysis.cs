using FluxEntropy.Analysis.Pictures;
using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Analysis.Tables;
using ScottPlot;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Bins;

/// <summary>What the metrics of a corpus look like, where quantile bins of one begin and end, and what has changed since.</summary>
public static class BinsAnalysis
{
    private static readonly double[] Percentiles = [0, 10, 25, 50, 75, 90, 100];
    private const int Cells = 60;
    private const int ExampleLength = 300;

    /// <summary>Analyses a table.</summary>
    /// <param name="table">Scores.</param>
    /// <param name="later">Scores to compare them with: another corpus, or the same at another time; null for none.</param>
    /// <param name="options">How to cut.</param>
    /// <exception cref="AnalysisException">The table does not hold what is needed; the message says what is missing.</exception>
    public static Report Of(ScoreTable table, ScoreTable? later, BinsOptions options)
    {
        var f = new BinsFindings(table, later, options);
        return new Report(
            Invariant($"{f.Name}: {f.Metrics[0]} of {f.Sorted.Length:N0} texts in {f.Bins.Count} bins"),
            [.. Answers(f)],
            f.Warnings,
            [.. Sections(f)],
            Numbers(f)
        )
        {
            Files = new Dictionary<string, object> { ["bucket_boundaries.json"] = BoundariesFile(f) },
        };
    }

    private static IEnumerable<string> Answers(BinsFindings f)
    {
        var summary = f.Summaries[0].Summary;
        yield return Invariant(
            $"{f.Metrics[0]}: mean {summary.Mean:0.000}, standard deviation {summary.StdDdof1:0.000}, {summary.Min:0.000} to {summary.Max:0.000}; boundaries {string.Join(", ", f.Options.Quantiles.Select((q, i) => Invariant($"{q * 100:0.##}%: {f.Boundaries[i]:0.000}")))}."
        );
        var (equal, near) = f.NearTies();
        yield return Invariant(
            $"{equal:N0} texts share their value with another one, and {near:N0} lie within 1/4096 of a boundary: which bin those are in is a matter of chance."
        );
        foreach (var (metric, drift) in f.Drifts.Take(3))
            yield return Invariant(
                $"{metric} against {f.Later!.Value.Name}: {(drift.Psi < 0.1 ? "stable" : drift.Psi < 0.25 ? "somewhat shifted" : "shifted")} (population stability index {drift.Psi:0.000}; Kolmogorov-Smirnov D {drift.KsD:0.000}, p = {drift.KsP:0.###})."
            );
    }

    private static IEnumerable<Section> Sections(BinsFindings f)
    {
        yield return new Section(
            "Distributions",
            "Every metric of every text, and where the bins of the first one begin and end."
        )
        {
            Pictures = [Distribution(f), .. f.Metrics.Count > 1 ? [Others(f)] : Array.Empty<Picture>()],
            Tables =
            [
                new ReportTable(
                    "metrics",
                    [
                        "metric",
                        "texts",
                        "mean",
                        "median",
                        "standard deviation",
                        "least",
                        "25%",
                        "75%",
                        "largest",
                        "skewness",
                    ],
                    [
                        .. f.Summaries.Select(pair =>
                            pair.Summary is var s
                                ? (IReadOnlyList<object?>)
                                    [
                                        pair.Metric,
                                        s.N,
                                        s.Mean,
                                        s.Median,
                                        s.StdDdof1,
                                        s.Min,
                                        s.Q25,
                                        s.Q75,
                                        s.Max,
                                        s.SkewBiased,
                                    ]
                                : []
                        ),
                    ]
                ),
            ],
        };
        yield return new Section(
            "Bins",
            $"Bins of {f.Metrics[0]}; each holds what is above its lower boundary and up to its upper one."
        )
        {
            Tables =
            [
                new ReportTable(
                    "bins",
                    ["bin", "above", "up to", "texts", "share", "share of tokens", "mean", "share right"],
                    [
                        .. f.Bins.Select(bin =>
                            (IReadOnlyList<object?>)
                                [
                                    bin.Bin,
                                    bin.Low,
                                    bin.High,
                                    bin.Count,
                                    bin.Share,
                                    bin.TokenShare,
                                    bin.Mean,
                                    bin.Accuracy,
                                ]
                        ),
                    ]
                ),
                new ReportTable(
                    "examples",
                    ["bin", f.Metrics[0], "id", "text"],
                    [
                        .. f.Bins.SelectMany(bin =>
                            bin.Examples.Select(example =>
                                (IReadOnlyList<object?>)[bin.Bin, example.Value, example.Id, Short(example.Text)]
                            )
                        ),
                    ]
                ),
            ],
        };
        if (f.CorrelatedNames.Count > 1)
        {
            yield return new Section(
                "Correlations",
                "Spearman's ρ of metrics with each other and with length. A metric that follows the length orders texts by length."
            )
            {
                Pictures =
                    f.CorrelatedNames.Count <= 24
                        ?
                        [
                            new Picture(
                                "correlations",
                                "Spearman's ρ of metrics and lengths.",
                                [Plots.HeatMap(null, f.CorrelatedNames, f.Spearman, "0.0", signed: true)]
                            )
                            {
                                Width = 980,
                                Height = 780,
                            },
                        ]
                        : [],
                Tables = [ReportTable.Matrix("spearman", "Spearman's ρ", f.CorrelatedNames, f.Spearman)],
            };
        }
        if (f.Drifts.Count > 0)
        {
            yield return new Section(
                $"Drift: {f.Later!.Value.Name}",
                "Kolmogorov-Smirnov's D is the largest distance between the two distribution functions; with many texts its p is tiny for differences of no consequence. The population stability index weighs shares of ten bins: below 0.1 is stable by a common rule, above 0.25 a shift."
            )
            {
                Pictures = f.Later.Value.Values.Length > 1 ? [Shift(f)] : [],
                Tables =
                [
                    new ReportTable(
                        "drift",
                        ["metric", "D", "p", "population stability index", "bins"],
                        [
                            .. f.Drifts.Select(pair =>
                                (IReadOnlyList<object?>)
                                    [pair.Metric, pair.Drift.KsD, pair.Drift.KsP, pair.Drift.Psi, pair.Drift.Bins]
                            ),
                        ]
                    ),
                ],
            };
        }
    }

    private static Picture Distribution(BinsFindings f)
    {
        var plot = Plots.Of(null, Unit(f.Metrics[0]), "texts");
        var top = Histogram(plot, f.Sorted, Colours.Of(0), out var low, out var high);
        for (var i = 0; i < f.Boundaries.Length; i++)
        {
            plot.Line([f.Boundaries[i], f.Boundaries[i]], [0, top * 1.04], Colours.Of(1), 1.5f);
            plot.Write(
                Invariant($"{f.Options.Quantiles[i] * 100:0.##}%"),
                f.Boundaries[i],
                top * (i % 2 == 0 ? 1.07 : 1.13),
                Colours.Of(1),
                Alignment.MiddleCenter,
                11
            );
        }
        plot.Axes.SetLimits(low, high, 0, top * 1.2);
        return new Picture(
            "distribution",
            $"{f.Metrics[0]} of {f.Sorted.Length:N0} texts, and the boundaries of the bins.",
            [plot]
        )
        {
            Height = 380,
        };
    }

    private static Picture Others(BinsFindings f)
    {
        var panels = f
            .Metrics.Skip(1)
            .Take(12)
            .Select(metric =>
            {
                var plot = Plots.Of(null, Unit(metric), "texts");
                var top = Histogram(
                    plot,
                    [.. f.Values[metric].Where(double.IsFinite).Order()],
                    Colours.Soft,
                    out var low,
                    out var high
                );
                plot.Axes.SetLimits(low, high, 0, top * 1.1);
                return plot;
            })
            .ToArray();
        var columns = Math.Min(3, panels.Length);
        return new Picture("metrics", "The other metrics.", panels)
        {
            Columns = columns,
            Width = 320 * columns,
            Height = 220 * ((panels.Length + columns - 1) / columns),
        };
    }

    private static Picture Shift(BinsFindings f)
    {
        var (name, values) = f.Later!.Value;
        double[] later = [.. values.Order()];
        var plot = Plots.Of(null, Unit(f.Metrics[0]), "share of texts at most so high");
        double[] shares = [.. Enumerable.Range(0, 201).Select(i => i / 200.0)];
        foreach (var (sorted, colour) in new[] { (f.Sorted, Colours.Of(0)), (later, Colours.Of(1)) })
            plot.Line([.. shares.Select(share => Summary.Quantile(sorted, share))], shares, colour, 2.5f);
        var (low, high) = (
            Math.Min(Summary.Quantile(f.Sorted, 0.002), Summary.Quantile(later, 0.002)),
            Math.Max(Summary.Quantile(f.Sorted, 0.998), Summary.Quantile(later, 0.998))
        );
        plot.Axes.SetLimits(low, high, 0, 1);
        var isFirstLeft = Summary.Quantile(f.Sorted, 0.5) <= Summary.Quantile(later, 0.5);
        plot.Write(
            f.Name,
            Summary.Quantile(f.Sorted, isFirstLeft ? 0.72 : 0.28),
            isFirstLeft ? 0.72 : 0.28,
            Colours.Of(0),
            isFirstLeft ? Alignment.MiddleRight : Alignment.MiddleLeft,
            13,
            10
        );
        plot.Write(
            name,
            Summary.Quantile(later, isFirstLeft ? 0.28 : 0.72),
            isFirstLeft ? 0.28 : 0.72,
            Colours.Of(1),
            isFirstLeft ? Alignment.MiddleLeft : Alignment.MiddleRight,
            13,
            10
        );
        return new Picture("drift", $"Distribution functions of {f.Metrics[0]}.", [plot]) { Height = 380 };
    }

    // Bars over the middle 99.6%; returns the highest.
    private static double Histogram(Plot plot, double[] sorted, Color colour, out double low, out double high)
    {
        (low, high) = (Summary.Quantile(sorted, 0.002), Summary.Quantile(sorted, 0.998));
        if (high <= low)
            (low, high) = (low - 0.5, high + 0.5);
        var (width, counts) = ((high - low) / Cells, new double[Cells]);
        foreach (var value in sorted)
        {
            if (value >= low && value <= high)
                counts[Math.Min(Cells - 1, (int)((value - low) / width))]++;
        }
        var start = low;
        plot.Add.Bars(
            counts
                .Select(
                    (count, i) =>
                        new Bar
                        {
                            Position = start + (i + 0.5) * width,
                            Value = count,
                            Size = width * 0.92,
                            FillColor = colour,
                            LineWidth = 0,
                        }
                )
                .ToArray()
        );
        return Math.Max(1, counts.Max());
    }

    private static Dictionary<string, object?> Numbers(BinsFindings f) =>
        new()
        {
            ["name"] = f.Name,
            ["metric"] = f.Metrics[0],
            ["n"] = f.Sorted.Length,
            ["warnings"] = f.Warnings,
            ["quantiles"] = f.Options.Quantiles,
            ["boundaries"] = f.Boundaries,
            ["counts"] = f.Bins.Select(bin => bin.Count),
            ["share_per_bucket"] = f.Bins.Select(bin => bin.Share),
            ["token_share_per_bucket"] = f.Bins.Select(bin => bin.TokenShare),
            ["accuracy_per_bucket"] = f.Bins.Select(bin => bin.Accuracy),
            ["mean_per_bucket"] = f.Bins.Select(bin => bin.Mean),
            ["percentiles"] = PercentilesOf(f),
            ["basic"] = f.Summaries.ToDictionary(pair => pair.Metric, pair => pair.Summary),
            ["spearman"] = new Dictionary<string, object?> { ["columns"] = f.CorrelatedNames, ["r"] = f.Spearman },
            ["near_ties"] = f.NearTies() is var (equal, near)
                ? new Dictionary<string, int> { ["equal"] = equal, ["near_a_boundary"] = near }
                : null,
            ["drift"] = f.Drifts.ToDictionary(pair => pair.Metric, pair => pair.Drift),
        };

    // For whoever cuts other texts by the same boundaries.
    private static Dictionary<string, object> BoundariesFile(BinsFindings f) =>
        new()
        {
            ["metric"] = f.Metrics[0],
            ["quantiles"] = f.Options.Quantiles,
            ["boundaries"] = f.Boundaries,
            ["mean"] = f.Sorted.Average(),
            ["std"] = Math.Sqrt(
                f.Sorted.Average() is var mean ? f.Sorted.Average(value => (value - mean) * (value - mean)) : 0
            ),
            ["min"] = f.Sorted[0],
            ["max"] = f.Sorted[^1],
            ["percentiles"] = PercentilesOf(f),
        };

    private static Dictionary<string, double> PercentilesOf(BinsFindings f) =>
        Percentiles.ToDictionary(
            percentile => Invariant($"{percentile}"),
            percentile => Summary.Quantile(f.Sorted, percentile / 100)
        );

    private static string? Short(string? text) =>
        text is null ? null
        : text.ReplaceLineEndings(" ") is var line && line.Length > ExampleLength ? line[..ExampleLength] + "…"
        : text.ReplaceLineEndings(" ");

    private static string Unit(string metric) =>
        metric.Contains("varentropy", StringComparison.Ordinal)
        || metric.StartsWith("composite", StringComparison.Ordinal)
            ? $"{metric} (nats²)"
        : metric.Contains("entropy", StringComparison.Ordinal)
        || metric.StartsWith("surprisal", StringComparison.Ordinal)
        || metric == "characteristic_value"
            ? $"{metric} (nats)"
        : metric == "bits_per_byte" ? "bits_per_byte (bits)"
        : metric;
}
