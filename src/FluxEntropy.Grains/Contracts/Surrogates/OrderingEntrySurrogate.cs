using FluxEntropy.Orderings;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>An <see cref="OrderingEntry"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.OrderingEntry")]
internal struct OrderingEntrySurrogate
{
    [Id(0)]
    public float Value;

    [Id(1)]
    public int Shard;

    [Id(2)]
    public int Row;

    [Id(3)]
    public int Tokens;
}

/// <inheritdoc cref="OrderingEntrySurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class OrderingEntryConverter
    : ShallowCopier<OrderingEntry>,
        IConverter<OrderingEntry, OrderingEntrySurrogate>
{
    public OrderingEntry ConvertFromSurrogate(in OrderingEntrySurrogate surrogate) =>
        new(surrogate.Value, surrogate.Shard, surrogate.Row, surrogate.Tokens);

    public OrderingEntrySurrogate ConvertToSurrogate(in OrderingEntry value) =>
        new()
        {
            Value = value.Value,
            Shard = value.Shard,
            Row = value.Row,
            Tokens = value.Tokens,
        };
}
