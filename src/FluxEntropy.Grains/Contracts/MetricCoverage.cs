namespace FluxEntropy.Grains.Contracts;

/// <summary>How a group is scored under a metric that any of its score files has.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Ranked">Documents that it ranks.</param>
/// <param name="Tokens">Their tokens.</param>
/// <param name="NotScored">Documents that are not scored under it, deleted ones left out.</param>
/// <param name="Backfills">Sum over shards of the segment below which backfills were read.</param>
[GenerateSerializer, Immutable, Alias("FluxEntropy.MetricCoverage")]
public sealed record MetricCoverage(
    [property: Id(0)] string Metric,
    [property: Id(1)] long Ranked,
    [property: Id(2)] long Tokens,
    [property: Id(3)] long NotScored,
    [property: Id(4)] long Backfills
);
