using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="ReportAnswer.Superseded"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ReportAnswer.Superseded")]
internal struct ReportAnswerSupersededSurrogate
{
    [Id(0)]
    public int Branch;

    [Id(1)]
    public int InForce;
}

/// <inheritdoc cref="ReportAnswerSupersededSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class ReportAnswerSupersededConverter
    : ShallowCopier<ReportAnswer.Superseded>,
        IConverter<ReportAnswer.Superseded, ReportAnswerSupersededSurrogate>
{
    public ReportAnswer.Superseded ConvertFromSurrogate(in ReportAnswerSupersededSurrogate surrogate) =>
        new(surrogate.Branch, surrogate.InForce);

    public ReportAnswerSupersededSurrogate ConvertToSurrogate(in ReportAnswer.Superseded value) =>
        new() { Branch = value.Branch, InForce = value.InForce };
}
