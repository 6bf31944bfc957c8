using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary><see cref="JoinAnswer.OtherConsumers"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.JoinAnswer.OtherConsumers")]
internal struct JoinAnswerOtherConsumersSurrogate
{
    [Id(0)]
    public int Consumers;
}

/// <inheritdoc cref="JoinAnswerOtherConsumersSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class JoinAnswerOtherConsumersConverter
    : ShallowCopier<JoinAnswer.OtherConsumers>,
        IConverter<JoinAnswer.OtherConsumers, JoinAnswerOtherConsumersSurrogate>
{
    public JoinAnswer.OtherConsumers ConvertFromSurrogate(in JoinAnswerOtherConsumersSurrogate surrogate) =>
        new(surrogate.Consumers);

    public JoinAnswerOtherConsumersSurrogate ConvertToSurrogate(in JoinAnswer.OtherConsumers value) =>
        new() { Consumers = value.Consumers };
}
