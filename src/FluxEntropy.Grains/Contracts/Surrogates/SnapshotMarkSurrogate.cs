using FluxEntropy.Orderings;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="SnapshotMark"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SnapshotMark")]
internal struct SnapshotMarkSurrogate
{
    [Id(0)]
    public int Shard;

    [Id(1)]
    public int NextSegment;

    [Id(2)]
    public int NextTombstone;

    [Id(3)]
    public UInt128 Checksum;

    [Id(4)]
    public int NextBackfill;

    [Id(5)]
    public UInt128 BackfillChecksum;
}

/// <inheritdoc cref="SnapshotMarkSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class SnapshotMarkConverter
    : ShallowCopier<SnapshotMark>,
        IConverter<SnapshotMark, SnapshotMarkSurrogate>
{
    public SnapshotMark ConvertFromSurrogate(in SnapshotMarkSurrogate surrogate) =>
        new(
            surrogate.Shard,
            surrogate.NextSegment,
            surrogate.NextTombstone,
            surrogate.Checksum,
            surrogate.NextBackfill,
            surrogate.BackfillChecksum
        );

    public SnapshotMarkSurrogate ConvertToSurrogate(in SnapshotMark value) =>
        new()
        {
            Shard = value.Shard,
            NextSegment = value.NextSegment,
            NextTombstone = value.NextTombstone,
            Checksum = value.Checksum,
            NextBackfill = value.NextBackfill,
            BackfillChecksum = value.BackfillChecksum,
        };
}
