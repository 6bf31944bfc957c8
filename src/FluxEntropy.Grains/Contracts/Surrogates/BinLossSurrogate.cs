using FluxEntropy.Engines;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="BinLoss"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.BinLoss")]
internal struct BinLossSurrogate
{
    [Id(0)]
    public int Bin;

    [Id(1)]
    public double Loss;

    [Id(2)]
    public int Targets;
}

/// <inheritdoc cref="BinLossSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class BinLossConverter : ShallowCopier<BinLoss>, IConverter<BinLoss, BinLossSurrogate>
{
    public BinLoss ConvertFromSurrogate(in BinLossSurrogate surrogate) =>
        new(surrogate.Bin, surrogate.Loss, surrogate.Targets);

    public BinLossSurrogate ConvertToSurrogate(in BinLoss value) =>
        new()
        {
            Bin = value.Bin,
            Loss = value.Loss,
            Targets = value.Targets,
        };
}
