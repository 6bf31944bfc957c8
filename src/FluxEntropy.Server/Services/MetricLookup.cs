using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Suggestions;

namespace FluxEntropy.Server.Services;

/// <summary>
/// Finds the metric that a request names: one that this server knows, whether or not any document is scored under it, or
/// one that score files have, whether or not this server knows it.
/// </summary>
internal sealed class MetricLookup(IGrainFactory grains, MetricCatalog metrics)
{
    private const string Default = "entropy.mean";

    /// <summary>The metric of a name; empty for the default.</summary>
    public async Task<string> RequireAsync(CorpusSettings corpus, ScoringProfile profile, string name)
    {
        var metric = metrics.ColumnNameOf(name.Length == 0 ? Default : name);
        if (metrics.IsMeasured(metric))
            return metric;
        var scored = (await CoverageAsync(corpus, profile)).Select(coverage => coverage.Metric).ToList();
        return scored.Contains(metric)
            ? metric
            : throw Invalid.Argument(
                "metric",
                $"'{Invalid.Shorten(name)}' is unknown; metrics: {string.Join(", ", metrics.Names.Union(scored))}."
                    + NearestName.Question(name, metrics.Names.Union(scored))
            );
    }

    /// <summary>
    /// How many documents are scored under each metric of a corpus's score files and of this server, in the order of this server's
    /// catalogue.
    /// </summary>
    public async Task<IReadOnlyList<MetricCoverage>> CoverageAsync(CorpusSettings corpus, ScoringProfile profile) =>
        Sum(await StatusAsync(corpus, profile));

    /// <summary>What the groups of a corpus add up to.</summary>
    public Task<AggregateStatus[]> StatusAsync(CorpusSettings corpus, ScoringProfile profile) =>
        Task.WhenAll(AggregatorKey.AllOf(corpus, profile.Hash).Select(group => grains.Aggregator(group).Status()));

    /// <summary>The same of the groups of a corpus.</summary>
    public IReadOnlyList<MetricCoverage> Sum(IReadOnlyList<AggregateStatus> groups) =>
        [
            .. metrics
                .Columns.Select(column => column.Name)
                .Union(groups.SelectMany(group => group.Metrics).Select(coverage => coverage.Metric))
                .Select(metric =>
                    groups
                        .Select(group => Of(group, metric))
                        .Aggregate(
                            (a, b) =>
                                new MetricCoverage(
                                    metric,
                                    a.Ranked + b.Ranked,
                                    a.Tokens + b.Tokens,
                                    a.NotScored + b.NotScored,
                                    a.Backfills + b.Backfills
                                )
                        )
                ),
        ];

    // No score file of a group may have a metric that another group has.
    private static MetricCoverage Of(AggregateStatus group, string metric) =>
        group.Metrics.FirstOrDefault(coverage => coverage.Metric == metric)
        ?? new MetricCoverage(metric, 0, 0, group.Indexed - group.Deleted, 0);
}
