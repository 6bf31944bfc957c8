using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="JoinAnswer.Joined"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.JoinAnswer.Joined")]
internal struct JoinAnswerJoinedSurrogate
{
    [Id(0)]
    public int Branch;
}

/// <inheritdoc cref="JoinAnswerJoinedSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class JoinAnswerJoinedConverter
    : ShallowCopier<JoinAnswer.Joined>,
        IConverter<JoinAnswer.Joined, JoinAnswerJoinedSurrogate>
{
    public JoinAnswer.Joined ConvertFromSurrogate(in JoinAnswerJoinedSurrogate surrogate) => new(surrogate.Branch);

    public JoinAnswerJoinedSurrogate ConvertToSurrogate(in JoinAnswer.Joined value) => new() { Branch = value.Branch };
}
