namespace FluxEntropy.Grains.Contracts;

/// <summary>Segments of a shard, ascending.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ShardSegments")]
public sealed record ShardSegments([property: Id(0)] int Shard, [property: Id(1)] int[] Segments);
