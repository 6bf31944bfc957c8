using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="JoinAnswer.NeverServed"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.JoinAnswer.NeverServed")]
internal struct JoinAnswerNeverServedSurrogate
{
    [Id(0)]
    public long NextStep;
}

/// <inheritdoc cref="JoinAnswerNeverServedSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class JoinAnswerNeverServedConverter
    : ShallowCopier<JoinAnswer.NeverServed>,
        IConverter<JoinAnswer.NeverServed, JoinAnswerNeverServedSurrogate>
{
    public JoinAnswer.NeverServed ConvertFromSurrogate(in JoinAnswerNeverServedSurrogate surrogate) =>
        new(surrogate.NextStep);

    public JoinAnswerNeverServedSurrogate ConvertToSurrogate(in JoinAnswer.NeverServed value) =>
        new() { NextStep = value.NextStep };
}
