using FluxEntropy.Shards;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="QuarantinedRecord"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.QuarantinedRecord")]
internal struct QuarantinedRecordSurrogate
{
    [Id(0)]
    public string Id;

    [Id(1)]
    public string Source;

    [Id(2)]
    public long Line;

    [Id(3)]
    public string Reason;

    [Id(4)]
    public string? TextHash;
}

/// <inheritdoc cref="QuarantinedRecordSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class QuarantinedRecordConverter
    : ShallowCopier<QuarantinedRecord>,
        IConverter<QuarantinedRecord, QuarantinedRecordSurrogate>
{
    public QuarantinedRecord ConvertFromSurrogate(in QuarantinedRecordSurrogate surrogate) =>
        new(surrogate.Id, surrogate.Source, surrogate.Line, surrogate.Reason, surrogate.TextHash);

    public QuarantinedRecordSurrogate ConvertToSurrogate(in QuarantinedRecord value) =>
        new()
        {
            Id = value.Id,
            Source = value.Source,
            Line = value.Line,
            Reason = value.Reason,
            TextHash = value.TextHash,
        };
}
