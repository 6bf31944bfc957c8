using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>An <see cref="OpenDocument"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.OpenDocument")]
internal struct OpenDocumentSurrogate
{
    [Id(0)]
    public int Shard;

    [Id(1)]
    public int Row;

    [Id(2)]
    public int Pass;

    [Id(3)]
    public int NextToken;

    [Id(4)]
    public int Left;

    [Id(5)]
    public float Value;
}

/// <inheritdoc cref="OpenDocumentSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class OpenDocumentConverter
    : ShallowCopier<OpenDocument>,
        IConverter<OpenDocument, OpenDocumentSurrogate>
{
    public OpenDocument ConvertFromSurrogate(in OpenDocumentSurrogate surrogate) =>
        new(surrogate.Shard, surrogate.Row, surrogate.Pass, surrogate.NextToken, surrogate.Left, surrogate.Value);

    public OpenDocumentSurrogate ConvertToSurrogate(in OpenDocument value) =>
        new()
        {
            Shard = value.Shard,
            Row = value.Row,
            Pass = value.Pass,
            NextToken = value.NextToken,
            Left = value.Left,
            Value = value.Value,
        };
}
