using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="StepAnswer.Superseded"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepAnswer.Superseded")]
internal struct StepAnswerSupersededSurrogate
{
    [Id(0)]
    public int Branch;

    [Id(1)]
    public int InForce;
}

/// <inheritdoc cref="StepAnswerSupersededSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class StepAnswerSupersededConverter
    : ShallowCopier<StepAnswer.Superseded>,
        IConverter<StepAnswer.Superseded, StepAnswerSupersededSurrogate>
{
    public StepAnswer.Superseded ConvertFromSurrogate(in StepAnswerSupersededSurrogate surrogate) =>
        new(surrogate.Branch, surrogate.InForce);

    public StepAnswerSupersededSurrogate ConvertToSurrogate(in StepAnswer.Superseded value) =>
        new() { Branch = value.Branch, InForce = value.InForce };
}
