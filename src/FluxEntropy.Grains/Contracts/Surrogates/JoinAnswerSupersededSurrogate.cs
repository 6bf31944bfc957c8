using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="JoinAnswer.Superseded"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.JoinAnswer.Superseded")]
internal struct JoinAnswerSupersededSurrogate
{
    [Id(0)]
    public int Branch;

    [Id(1)]
    public int InForce;
}

/// <inheritdoc cref="JoinAnswerSupersededSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class JoinAnswerSupersededConverter
    : ShallowCopier<JoinAnswer.Superseded>,
        IConverter<JoinAnswer.Superseded, JoinAnswerSupersededSurrogate>
{
    public JoinAnswer.Superseded ConvertFromSurrogate(in JoinAnswerSupersededSurrogate surrogate) =>
        new(surrogate.Branch, surrogate.InForce);

    public JoinAnswerSupersededSurrogate ConvertToSurrogate(in JoinAnswer.Superseded value) =>
        new() { Branch = value.Branch, InForce = value.InForce };
}
