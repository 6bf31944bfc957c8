namespace FluxEntropy.Grains.Contracts;

/// <summary>Documents that an aggregator read: ranked by entropy.mean, unranked, held out or deleted.</summary>
/// <param name="Indexed">All of them.</param>
/// <param name="Ranked">Ranked ones.</param>
/// <param name="HeldOut">Those held out from training.</param>
/// <param name="Tokens">Tokens of the ranked ones.</param>
/// <param name="Segments">Segments read.</param>
/// <param name="Deleted">Deleted ones.</param>
[GenerateSerializer, Immutable, Alias("FluxEntropy.AggregateStatus")]
public sealed record AggregateStatus(
    [property: Id(0)] long Indexed,
    [property: Id(1)] long Ranked,
    [property: Id(2)] long HeldOut,
    [property: Id(3)] long Tokens,
    [property: Id(4)] int Segments,
    [property: Id(5)] long Deleted,
    [property: Id(6)] MetricCoverage[] Metrics
);
