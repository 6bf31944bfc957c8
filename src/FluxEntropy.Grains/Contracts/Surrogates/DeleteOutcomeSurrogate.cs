using FluxEntropy.Shards;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="DeleteOutcome"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.DeleteOutcome")]
internal struct DeleteOutcomeSurrogate
{
    [Id(0)]
    public string Id;

    [Id(1)]
    public int? Row;
}

/// <inheritdoc cref="DeleteOutcomeSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class DeleteOutcomeConverter
    : ShallowCopier<DeleteOutcome>,
        IConverter<DeleteOutcome, DeleteOutcomeSurrogate>
{
    public DeleteOutcome ConvertFromSurrogate(in DeleteOutcomeSurrogate surrogate) => new(surrogate.Id, surrogate.Row);

    public DeleteOutcomeSurrogate ConvertToSurrogate(in DeleteOutcome value) =>
        new() { Id = value.Id, Row = value.Row };
}
