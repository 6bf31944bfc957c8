namespace FluxEntropy.Leasing;

/// <summary>A segment of a shard.</summary>
public readonly record struct SegmentKey(int Shard, int Segment);
