using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="StepAnswer.Ended"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepAnswer.Ended")]
internal struct StepAnswerEndedSurrogate;

/// <inheritdoc cref="StepAnswerEndedSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class StepAnswerEndedConverter
    : ShallowCopier<StepAnswer.Ended>,
        IConverter<StepAnswer.Ended, StepAnswerEndedSurrogate>
{
    public StepAnswer.Ended ConvertFromSurrogate(in StepAnswerEndedSurrogate surrogate) => new();

    public StepAnswerEndedSurrogate ConvertToSurrogate(in StepAnswer.Ended value) => new();
}
