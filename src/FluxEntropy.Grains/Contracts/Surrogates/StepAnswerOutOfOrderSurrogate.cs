using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="StepAnswer.OutOfOrder"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepAnswer.OutOfOrder")]
internal struct StepAnswerOutOfOrderSurrogate
{
    [Id(0)]
    public long NextStep;
}

/// <inheritdoc cref="StepAnswerOutOfOrderSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class StepAnswerOutOfOrderConverter
    : ShallowCopier<StepAnswer.OutOfOrder>,
        IConverter<StepAnswer.OutOfOrder, StepAnswerOutOfOrderSurrogate>
{
    public StepAnswer.OutOfOrder ConvertFromSurrogate(in StepAnswerOutOfOrderSurrogate surrogate) =>
        new(surrogate.NextStep);

    public StepAnswerOutOfOrderSurrogate ConvertToSurrogate(in StepAnswer.OutOfOrder value) =>
        new() { NextStep = value.NextStep };
}
