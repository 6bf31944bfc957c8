using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="StepAnswer.BinDry"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepAnswer.BinDry")]
internal struct StepAnswerBinDrySurrogate
{
    [Id(0)]
    public long Step;

    [Id(1)]
    public int Bin;

    [Id(2)]
    public int Bins;
}

/// <inheritdoc cref="StepAnswerBinDrySurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class StepAnswerBinDryConverter
    : ShallowCopier<StepAnswer.BinDry>,
        IConverter<StepAnswer.BinDry, StepAnswerBinDrySurrogate>
{
    public StepAnswer.BinDry ConvertFromSurrogate(in StepAnswerBinDrySurrogate surrogate) =>
        new(surrogate.Step, surrogate.Bin, surrogate.Bins);

    public StepAnswerBinDrySurrogate ConvertToSurrogate(in StepAnswer.BinDry value) =>
        new()
        {
            Step = value.Step,
            Bin = value.Bin,
            Bins = value.Bins,
        };
}
