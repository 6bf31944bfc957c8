using FluxEntropy.Leasing;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="SegmentLease"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SegmentLease")]
internal struct SegmentLeaseSurrogate
{
    [Id(0)]
    public string CorpusId;

    [Id(1)]
    public string ProfileHash;

    [Id(2)]
    public int Shard;

    [Id(3)]
    public int Segment;
}

/// <inheritdoc cref="SegmentLeaseSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class SegmentLeaseConverter
    : ShallowCopier<SegmentLease>,
        IConverter<SegmentLease, SegmentLeaseSurrogate>
{
    public SegmentLease ConvertFromSurrogate(in SegmentLeaseSurrogate surrogate) =>
        new(surrogate.CorpusId, surrogate.ProfileHash, surrogate.Shard, surrogate.Segment);

    public SegmentLeaseSurrogate ConvertToSurrogate(in SegmentLease value) =>
        new()
        {
            CorpusId = value.CorpusId,
            ProfileHash = value.ProfileHash,
            Shard = value.Shard,
            Segment = value.Segment,
        };
}
