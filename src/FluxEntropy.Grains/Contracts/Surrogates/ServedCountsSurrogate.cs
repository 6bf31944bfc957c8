using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>The <see cref="ServedCounts"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ServedCounts")]
internal struct ServedCountsSurrogate
{
    [Id(0)]
    public long FromStep;

    [Id(1)]
    public long ToStep;

    [Id(2)]
    public long[] Tokens;

    [Id(3)]
    public long Documents;
}

/// <inheritdoc cref="ServedCountsSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class ServedCountsConverter
    : ShallowCopier<ServedCounts>,
        IConverter<ServedCounts, ServedCountsSurrogate>
{
    public ServedCounts ConvertFromSurrogate(in ServedCountsSurrogate surrogate) =>
        new(surrogate.FromStep, surrogate.ToStep, surrogate.Tokens, surrogate.Documents);

    public ServedCountsSurrogate ConvertToSurrogate(in ServedCounts value) =>
        new()
        {
            FromStep = value.FromStep,
            ToStep = value.ToStep,
            Tokens = [.. value.Tokens],
            Documents = value.Documents,
        };
}
