using FluxEntropy.Grains.Contracts.Keys;
using Orleans.Concurrency;

namespace FluxEntropy.Grains.Contracts;

/// <summary>Gathers the scores of a shard under a profile in tables that other programs read. Key: <see cref="CompactionKey"/>.</summary>
[Alias("FluxEntropy.ICompactionGrain")]
public interface ICompactionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Makes tables out of the scores that are in none, full ones and one of what is left, and makes those again that hold rows
    /// deleted since or lack backfills that came since. Safe to repeat.
    /// </summary>
    Task<CompactionResult> Compact();

    /// <summary>Makes full tables, if there are scores for any.</summary>
    [OneWay]
    Task CompactFull();
}

/// <summary>What a call made: tables, their rows and bytes.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.CompactionResult")]
public sealed record CompactionResult(
    [property: Id(0)] int Tables,
    [property: Id(1)] long Rows,
    [property: Id(2)] long Bytes
);
