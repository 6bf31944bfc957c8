using FluxEntropy.Engines;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="StepReport"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.StepReport")]
internal struct StepReportSurrogate
{
    [Id(0)]
    public long Step;

    [Id(1)]
    public double Loss;

    [Id(2)]
    public BinLoss[] BinLosses;

    [Id(3)]
    public ulong TokenHash;
}

/// <inheritdoc cref="StepReportSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class StepReportConverter : ShallowCopier<StepReport>, IConverter<StepReport, StepReportSurrogate>
{
    public StepReport ConvertFromSurrogate(in StepReportSurrogate surrogate) =>
        new(surrogate.Step, surrogate.Loss, surrogate.BinLosses, surrogate.TokenHash);

    public StepReportSurrogate ConvertToSurrogate(in StepReport value) =>
        new()
        {
            Step = value.Step,
            Loss = value.Loss,
            BinLosses = [.. value.BinLosses],
            TokenHash = value.TokenHash,
        };
}
