using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="StepPlanned"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepPlanned")]
internal struct StepPlannedSurrogate
{
    [Id(0)]
    public PlannedStep Step;

    [Id(1)]
    public ulong TokenHash;
}

/// <inheritdoc cref="StepPlannedSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class StepPlannedConverter : ShallowCopier<StepPlanned>, IConverter<StepPlanned, StepPlannedSurrogate>
{
    public StepPlanned ConvertFromSurrogate(in StepPlannedSurrogate surrogate) =>
        new(surrogate.Step, surrogate.TokenHash);

    public StepPlannedSurrogate ConvertToSurrogate(in StepPlanned value) =>
        new() { Step = value.Step, TokenHash = value.TokenHash };
}
