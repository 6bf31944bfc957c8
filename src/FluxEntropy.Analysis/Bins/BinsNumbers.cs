using FluxEntropy.Analysis.Statistics;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Bins;

/// <summary>
/// The numbers of an analysis of bins, for <c>results.json</c> and for programs that cut by the same boundaries.
/// </summary>
internal static class BinsNumbers
{
    private static readonly double[] Percentiles = [0, 10, 25, 50, 75, 90, 100];

    /// <summary>Everything.</summary>
    public static Dictionary<string, object?> Of(BinsFindings f)
    {
        var (equal, near) = f.NearTies();
        return new()
        {
            ["name"] = f.Name,
            ["metric"] = f.Metrics[0],
            ["n"] = f.Sorted.Length,
            ["warnings"] = f.Warnings,
            ["quantiles"] = f.Options.Quantiles,
            ["boundaries"] = f.Boundaries,
            ["bins"] = f.Bins.Select(bin => new Dictionary<string, object?>
            {
                ["bin"] = bin.Bin,
                ["above"] = bin.Low,
                ["up_to"] = bin.High,
                ["texts"] = bin.Count,
                ["share"] = bin.Share,
                ["token_share"] = bin.TokenShare,
                ["mean"] = bin.Mean,
                ["accuracy"] = bin.Accuracy,
            }),
            ["counts"] = f.Bins.Select(bin => bin.Count),
            ["share_per_bucket"] = f.Bins.Select(bin => bin.Share),
            ["token_share_per_bucket"] = f.Bins.Select(bin => bin.TokenShare),
            ["accuracy_per_bucket"] = f.Bins.Select(bin => bin.Accuracy),
            ["mean_per_bucket"] = f.Bins.Select(bin => bin.Mean),
            ["percentiles"] = PercentilesOf(f),
            ["basic"] = f.Summaries.ToDictionary(pair => pair.Metric, pair => pair.Summary),
            ["spearman"] = new Dictionary<string, object?> { ["columns"] = f.CorrelatedNames, ["r"] = f.Spearman },
            ["near_ties"] = new Dictionary<string, int> { ["equal"] = equal, ["near_a_boundary"] = near },
            ["drift"] = f.Drifts.ToDictionary(pair => pair.Metric, pair => pair.Drift),
        };
    }

    /// <summary>What a program needs to cut other texts by the same boundaries.</summary>
    public static Dictionary<string, object> Boundaries(BinsFindings f)
    {
        var mean = f.Sorted.Average();
        return new()
        {
            ["metric"] = f.Metrics[0],
            ["quantiles"] = f.Options.Quantiles,
            ["boundaries"] = f.Boundaries,
            ["mean"] = mean,
            ["std"] = Math.Sqrt(f.Sorted.Average(value => (value - mean) * (value - mean))),
            ["min"] = f.Sorted[0],
            ["max"] = f.Sorted[^1],
            ["percentiles"] = PercentilesOf(f),
        };
    }

    private static Dictionary<string, double> PercentilesOf(BinsFindings f) =>
        Percentiles.ToDictionary(
            percentile => Invariant($"{percentile}"),
            percentile => Summary.Quantile(f.Sorted, percentile / 100)
        );
}
