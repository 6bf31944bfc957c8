using FluxEntropy.Shards;

namespace FluxEntropy.Grains.Contracts;

/// <summary>Some consecutive documents of a segment.</summary>
/// <param name="SegmentRows">Rows of the whole segment.</param>
/// <param name="Documents">The documents, in the order of their rows.</param>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SegmentPart")]
public sealed record SegmentPart([property: Id(0)] int SegmentRows, [property: Id(1)] ShardDocument[] Documents);
