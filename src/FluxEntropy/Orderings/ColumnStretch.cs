namespace FluxEntropy.Orderings;

/// <summary>Segments of a shard whose score files have the same columns, up to the next stretch or to where the shard was read.</summary>
/// <param name="Shard">The shard.</param>
/// <param name="FromSegment">First segment.</param>
/// <param name="Columns">Names of the columns.</param>
public sealed record ColumnStretch(int Shard, int FromSegment, IReadOnlyList<string> Columns);
