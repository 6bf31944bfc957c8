using FluxEntropy.Sketches;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Services;

/// <summary>Turns a histogram of fine cells into the quantiles and the coarse histogram that a person asked for.</summary>
internal static class Distributions
{
    public static DistributionResponse Describe(
        MetricHistogram histogram,
        long notScored,
        IReadOnlyList<double> quantiles,
        int bins,
        Mass mass
    )
    {
        var response = new DistributionResponse
        {
            Metric = histogram.Metric,
            Documents = (ulong)histogram.Documents,
            Tokens = (ulong)histogram.Tokens,
            NotScored = (ulong)notScored,
        };
        if (histogram.Documents == 0)
            return response;
        foreach (var q in quantiles)
        {
            var answer = histogram.Quantile(q, mass);
            response.Quantiles.Add(
                new Quantile
                {
                    Q = q,
                    Value = answer.Value,
                    RankError = (ulong)Math.Round(answer.RankError * histogram.Total(mass)),
                }
            );
        }
        response.Histogram.Add(Coarse(histogram, bins));
        return response;
    }

    private static HistogramBin[] Coarse(MetricHistogram histogram, int count)
    {
        var cells = histogram.Cells.ToArray();
        var (low, high) = (cells[0].LowerBound, cells[^1].UpperBound);
        var width = (high - low) / count;
        var bins = Enumerable
            .Range(0, count)
            .Select(i => new HistogramBin
            {
                From = low + i * width,
                To = i == count - 1 ? high : low + (i + 1) * width,
            })
            .ToArray();
        foreach (var cell in cells)
        {
            var middle = (cell.LowerBound + cell.UpperBound) / 2;
            var bin = bins[width > 0 ? Math.Clamp((int)((middle - low) / width), 0, count - 1) : 0];
            bin.Documents += (ulong)cell.Documents;
            bin.Tokens += (ulong)cell.Tokens;
        }
        return bins;
    }
}
