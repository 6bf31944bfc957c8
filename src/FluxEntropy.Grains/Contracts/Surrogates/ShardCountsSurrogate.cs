using FluxEntropy.Shards;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>The <see cref="ShardCounts"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ShardCounts")]
internal struct ShardCountsSurrogate
{
    [Id(0)]
    public int Documents;

    [Id(1)]
    public int CutRows;

    [Id(2)]
    public int Segments;

    [Id(3)]
    public int HeldOut;

    [Id(4)]
    public int Quarantined;

    [Id(5)]
    public long Bytes;

    [Id(6)]
    public long OpenBytes;

    [Id(7)]
    public int Tombstones;
}

/// <inheritdoc cref="ShardCountsSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class ShardCountsConverter : ShallowCopier<ShardCounts>, IConverter<ShardCounts, ShardCountsSurrogate>
{
    public ShardCounts ConvertFromSurrogate(in ShardCountsSurrogate surrogate) =>
        new(
            surrogate.Documents,
            surrogate.CutRows,
            surrogate.Segments,
            surrogate.HeldOut,
            surrogate.Quarantined,
            surrogate.Bytes,
            surrogate.OpenBytes,
            surrogate.Tombstones
        );

    public ShardCountsSurrogate ConvertToSurrogate(in ShardCounts value) =>
        new()
        {
            Documents = value.Documents,
            CutRows = value.CutRows,
            Segments = value.Segments,
            HeldOut = value.HeldOut,
            Quarantined = value.Quarantined,
            Bytes = value.Bytes,
            OpenBytes = value.OpenBytes,
            Tombstones = value.Tombstones,
        };
}
