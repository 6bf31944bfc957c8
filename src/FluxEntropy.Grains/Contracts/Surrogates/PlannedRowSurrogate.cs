using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="PlannedRow"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.PlannedRow")]
internal struct PlannedRowSurrogate
{
    [Id(0)]
    public int Shard;

    [Id(1)]
    public int Row;

    [Id(2)]
    public int FromToken;

    [Id(3)]
    public int Tokens;

    [Id(4)]
    public int Bin;

    [Id(5)]
    public int Pass;
}

/// <inheritdoc cref="PlannedRowSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class PlannedRowConverter : ShallowCopier<PlannedRow>, IConverter<PlannedRow, PlannedRowSurrogate>
{
    public PlannedRow ConvertFromSurrogate(in PlannedRowSurrogate surrogate) =>
        new(surrogate.Shard, surrogate.Row, surrogate.FromToken, surrogate.Tokens, surrogate.Bin, surrogate.Pass);

    public PlannedRowSurrogate ConvertToSurrogate(in PlannedRow value) =>
        new()
        {
            Shard = value.Shard,
            Row = value.Row,
            FromToken = value.FromToken,
            Tokens = value.Tokens,
            Bin = value.Bin,
            Pass = value.Pass,
        };
}
