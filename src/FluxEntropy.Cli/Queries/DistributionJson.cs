using FluxEntropy.V1;

namespace FluxEntropy.Cli.Queries;

/// <summary>A distribution as scripts read it.</summary>
internal static class DistributionJson
{
    public static object Of(DistributionResponse distribution) =>
        new
        {
            distribution.Metric,
            distribution.Documents,
            distribution.Tokens,
            quantiles = distribution.Quantiles.Select(quantile => new
            {
                quantile.Q,
                quantile.Value,
                quantile.RankError,
            }),
            histogram = distribution.Histogram.Select(bin => new
            {
                bin.From,
                bin.To,
                bin.Documents,
                bin.Tokens,
            }),
        };
}
