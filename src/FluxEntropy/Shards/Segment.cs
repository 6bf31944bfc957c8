namespace FluxEntropy.Shards;

/// <summary>Rows [FirstRow, FirstRow + Rows) of a shard: cut once, and never changed.</summary>
/// <param name="Number">Number, from 0.</param>
/// <param name="FirstRow">Its first row.</param>
/// <param name="Rows">Number of rows, at least 1.</param>
/// <param name="Bytes">UTF-8 bytes of their texts.</param>
public sealed record Segment(int Number, int FirstRow, int Rows, long Bytes);
