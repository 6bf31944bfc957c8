using FluxEntropy.Logs;
using FluxEntropy.Shards;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="ShardRow"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ShardRow")]
internal struct ShardRowSurrogate
{
    [Id(0)]
    public int Row;

    [Id(1)]
    public string Id;

    [Id(2)]
    public UInt128 TextHash;

    [Id(3)]
    public int Bytes;

    [Id(4)]
    public bool HeldOut;

    [Id(5)]
    public int? Segment;

    [Id(6)]
    public LogPosition Position;

    [Id(7)]
    public bool IsDeleted;
}

/// <inheritdoc cref="ShardRowSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class ShardRowConverter : ShallowCopier<ShardRow>, IConverter<ShardRow, ShardRowSurrogate>
{
    public ShardRow ConvertFromSurrogate(in ShardRowSurrogate surrogate) =>
        new(
            surrogate.Row,
            surrogate.Id,
            surrogate.TextHash,
            surrogate.Bytes,
            surrogate.HeldOut,
            surrogate.Segment,
            surrogate.Position,
            surrogate.IsDeleted
        );

    public ShardRowSurrogate ConvertToSurrogate(in ShardRow value) =>
        new()
        {
            Row = value.Row,
            Id = value.Id,
            TextHash = value.TextHash,
            Bytes = value.Bytes,
            HeldOut = value.HeldOut,
            Segment = value.Segment,
            Position = value.Position,
            IsDeleted = value.IsDeleted,
        };
}
