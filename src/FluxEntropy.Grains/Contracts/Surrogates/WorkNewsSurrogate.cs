using FluxEntropy.Leasing;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="WorkNews"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.WorkNews")]
internal struct WorkNewsSurrogate
{
    [Id(0)]
    public long Position;

    [Id(1)]
    public bool IsComplete;

    [Id(2)]
    public string[] Corpora;
}

/// <inheritdoc cref="WorkNewsSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class WorkNewsConverter : ShallowCopier<WorkNews>, IConverter<WorkNews, WorkNewsSurrogate>
{
    public WorkNews ConvertFromSurrogate(in WorkNewsSurrogate surrogate) =>
        new(surrogate.Position, surrogate.IsComplete, surrogate.Corpora);

    public WorkNewsSurrogate ConvertToSurrogate(in WorkNews value) =>
        new()
        {
            Position = value.Position,
            IsComplete = value.IsComplete,
            Corpora = [.. value.Corpora],
        };
}
