using FluxEntropy.Shards;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="ShardDocument"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ShardDocument")]
internal struct ShardDocumentSurrogate
{
    [Id(0)]
    public ShardRow Row;

    [Id(1)]
    public string Text;

    [Id(2)]
    public Dictionary<string, string> Metadata;
}

/// <inheritdoc cref="ShardDocumentSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class ShardDocumentConverter
    : ShallowCopier<ShardDocument>,
        IConverter<ShardDocument, ShardDocumentSurrogate>
{
    public ShardDocument ConvertFromSurrogate(in ShardDocumentSurrogate surrogate) =>
        new(surrogate.Row, surrogate.Text, surrogate.Metadata);

    public ShardDocumentSurrogate ConvertToSurrogate(in ShardDocument value) =>
        new()
        {
            Row = value.Row,
            Text = value.Text,
            Metadata = value.Metadata as Dictionary<string, string> ?? new(value.Metadata),
        };
}
