using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="JoinAnswer.OtherHistory"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.JoinAnswer.OtherHistory")]
internal struct JoinAnswerOtherHistorySurrogate
{
    [Id(0)]
    public int Branch;

    [Id(1)]
    public long FromStep;
}

/// <inheritdoc cref="JoinAnswerOtherHistorySurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class JoinAnswerOtherHistoryConverter
    : ShallowCopier<JoinAnswer.OtherHistory>,
        IConverter<JoinAnswer.OtherHistory, JoinAnswerOtherHistorySurrogate>
{
    public JoinAnswer.OtherHistory ConvertFromSurrogate(in JoinAnswerOtherHistorySurrogate surrogate) =>
        new(surrogate.Branch, surrogate.FromStep);

    public JoinAnswerOtherHistorySurrogate ConvertToSurrogate(in JoinAnswer.OtherHistory value) =>
        new() { Branch = value.Branch, FromStep = value.FromStep };
}
