using FluxEntropy.Curricula;
using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="RunToJoin"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.RunToJoin")]
internal struct RunToJoinSurrogate
{
    [Id(0)]
    public string Run;

    [Id(1)]
    public int Consumers;

    [Id(2)]
    public long Step;

    [Id(3)]
    public bool Replan;

    [Id(4)]
    public int Parent;

    [Id(5)]
    public Curriculum? Curriculum;

    [Id(6)]
    public int Branch;
}

/// <inheritdoc cref="RunToJoinSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class RunToJoinConverter : ShallowCopier<RunToJoin>, IConverter<RunToJoin, RunToJoinSurrogate>
{
    public RunToJoin ConvertFromSurrogate(in RunToJoinSurrogate surrogate) =>
        new(
            surrogate.Run,
            surrogate.Consumers,
            surrogate.Step,
            surrogate.Replan,
            surrogate.Parent,
            surrogate.Curriculum,
            surrogate.Branch
        );

    public RunToJoinSurrogate ConvertToSurrogate(in RunToJoin value) =>
        new()
        {
            Run = value.Run,
            Consumers = value.Consumers,
            Step = value.Step,
            Replan = value.Replan,
            Parent = value.Parent,
            Curriculum = value.Curriculum,
            Branch = value.Branch,
        };
}
