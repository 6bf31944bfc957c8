using FluxEntropy.Shards;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>An <see cref="IncomingDocument"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.IncomingDocument")]
internal struct IncomingDocumentSurrogate
{
    [Id(0)]
    public string Id;

    [Id(1)]
    public string Text;

    [Id(2)]
    public Dictionary<string, string> Metadata;

    [Id(3)]
    public UInt128? Replaces;
}

/// <inheritdoc cref="IncomingDocumentSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class IncomingDocumentConverter
    : ShallowCopier<IncomingDocument>,
        IConverter<IncomingDocument, IncomingDocumentSurrogate>
{
    public IncomingDocument ConvertFromSurrogate(in IncomingDocumentSurrogate surrogate) =>
        new(surrogate.Id, surrogate.Text, surrogate.Metadata, surrogate.Replaces);

    public IncomingDocumentSurrogate ConvertToSurrogate(in IncomingDocument value) =>
        new()
        {
            Id = value.Id,
            Text = value.Text,
            Metadata = value.Metadata as Dictionary<string, string> ?? new(value.Metadata),
            Replaces = value.Replaces,
        };
}
