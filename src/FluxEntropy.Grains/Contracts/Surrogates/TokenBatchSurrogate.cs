using FluxEntropy.Engines;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="TokenBatch"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.TokenBatch")]
internal struct TokenBatchSurrogate
{
    [Id(0)]
    public long Step;

    [Id(1)]
    public int[] Tokens;

    [Id(2)]
    public byte[] Bins;

    [Id(3)]
    public int Batch;

    [Id(4)]
    public int Time;
}

/// <inheritdoc cref="TokenBatchSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class TokenBatchConverter : ShallowCopier<TokenBatch>, IConverter<TokenBatch, TokenBatchSurrogate>
{
    public TokenBatch ConvertFromSurrogate(in TokenBatchSurrogate surrogate) =>
        new()
        {
            Step = surrogate.Step,
            Tokens = surrogate.Tokens,
            Bins = surrogate.Bins,
            Batch = surrogate.Batch,
            Time = surrogate.Time,
        };

    public TokenBatchSurrogate ConvertToSurrogate(in TokenBatch value) =>
        new()
        {
            Step = value.Step,
            Tokens = value.Tokens,
            Bins = value.Bins,
            Batch = value.Batch,
            Time = value.Time,
        };
}
