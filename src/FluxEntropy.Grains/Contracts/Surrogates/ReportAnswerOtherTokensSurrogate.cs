using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="ReportAnswer.OtherTokens"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ReportAnswer.OtherTokens")]
internal struct ReportAnswerOtherTokensSurrogate
{
    [Id(0)]
    public ulong Planned;
}

/// <inheritdoc cref="ReportAnswerOtherTokensSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class ReportAnswerOtherTokensConverter
    : ShallowCopier<ReportAnswer.OtherTokens>,
        IConverter<ReportAnswer.OtherTokens, ReportAnswerOtherTokensSurrogate>
{
    public ReportAnswer.OtherTokens ConvertFromSurrogate(in ReportAnswerOtherTokensSurrogate surrogate) =>
        new(surrogate.Planned);

    public ReportAnswerOtherTokensSurrogate ConvertToSurrogate(in ReportAnswer.OtherTokens value) =>
        new() { Planned = value.Planned };
}
