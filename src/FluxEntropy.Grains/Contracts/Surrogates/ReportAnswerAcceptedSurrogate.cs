using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="ReportAnswer.Accepted"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ReportAnswer.Accepted")]
internal struct ReportAnswerAcceptedSurrogate;

/// <inheritdoc cref="ReportAnswerAcceptedSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class ReportAnswerAcceptedConverter
    : ShallowCopier<ReportAnswer.Accepted>,
        IConverter<ReportAnswer.Accepted, ReportAnswerAcceptedSurrogate>
{
    public ReportAnswer.Accepted ConvertFromSurrogate(in ReportAnswerAcceptedSurrogate surrogate) => new();

    public ReportAnswerAcceptedSurrogate ConvertToSurrogate(in ReportAnswer.Accepted value) => new();
}
