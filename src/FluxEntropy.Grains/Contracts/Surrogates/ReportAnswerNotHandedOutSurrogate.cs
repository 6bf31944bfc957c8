using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="ReportAnswer.NotHandedOut"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ReportAnswer.NotHandedOut")]
internal struct ReportAnswerNotHandedOutSurrogate
{
    [Id(0)]
    public long NextStep;
}

/// <inheritdoc cref="ReportAnswerNotHandedOutSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class ReportAnswerNotHandedOutConverter
    : ShallowCopier<ReportAnswer.NotHandedOut>,
        IConverter<ReportAnswer.NotHandedOut, ReportAnswerNotHandedOutSurrogate>
{
    public ReportAnswer.NotHandedOut ConvertFromSurrogate(in ReportAnswerNotHandedOutSurrogate surrogate) =>
        new(surrogate.NextStep);

    public ReportAnswerNotHandedOutSurrogate ConvertToSurrogate(in ReportAnswer.NotHandedOut value) =>
        new() { NextStep = value.NextStep };
}
