using FluxEntropy.Engines;
using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="StepAnswer.HandedOut"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepAnswer.HandedOut")]
internal struct StepAnswerHandedOutSurrogate
{
    [Id(0)]
    public StepPlanned Planned;

    [Id(1)]
    public TokenBatch Batch;
}

/// <inheritdoc cref="StepAnswerHandedOutSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class StepAnswerHandedOutConverter
    : ShallowCopier<StepAnswer.HandedOut>,
        IConverter<StepAnswer.HandedOut, StepAnswerHandedOutSurrogate>
{
    public StepAnswer.HandedOut ConvertFromSurrogate(in StepAnswerHandedOutSurrogate surrogate) =>
        new(surrogate.Planned, surrogate.Batch);

    public StepAnswerHandedOutSurrogate ConvertToSurrogate(in StepAnswer.HandedOut value) =>
        new() { Planned = value.Planned, Batch = value.Batch };
}
