using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="SessionPreview"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SessionPreview")]
internal struct SessionPreviewSurrogate
{
    [Id(0)]
    public long FromStep;

    [Id(1)]
    public int Bins;

    [Id(2)]
    public long[] Tokens;

    [Id(3)]
    public long Documents;

    [Id(4)]
    public long Repeated;

    [Id(5)]
    public long?[] DryAt;

    [Id(6)]
    public UInt128? Snapshot;

    [Id(7)]
    public long? StopsAt;
}

/// <inheritdoc cref="SessionPreviewSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class SessionPreviewConverter
    : ShallowCopier<SessionPreview>,
        IConverter<SessionPreview, SessionPreviewSurrogate>
{
    public SessionPreview ConvertFromSurrogate(in SessionPreviewSurrogate surrogate) =>
        new()
        {
            FromStep = surrogate.FromStep,
            Bins = surrogate.Bins,
            Tokens = surrogate.Tokens,
            Documents = surrogate.Documents,
            Repeated = surrogate.Repeated,
            DryAt = surrogate.DryAt,
            Snapshot = surrogate.Snapshot,
            StopsAt = surrogate.StopsAt,
        };

    public SessionPreviewSurrogate ConvertToSurrogate(in SessionPreview value) =>
        new()
        {
            FromStep = value.FromStep,
            Bins = value.Bins,
            Tokens = value.Tokens,
            Documents = value.Documents,
            Repeated = value.Repeated,
            DryAt = value.DryAt,
            Snapshot = value.Snapshot,
            StopsAt = value.StopsAt,
        };
}
