using FluxEntropy.Leasing;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="WorkOffer"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.WorkOffer")]
internal struct WorkOfferSurrogate
{
    [Id(0)]
    public string? ProfileHash;

    [Id(1)]
    public SegmentLease? Lease;
}

/// <inheritdoc cref="WorkOfferSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class WorkOfferConverter : ShallowCopier<WorkOffer>, IConverter<WorkOffer, WorkOfferSurrogate>
{
    public WorkOffer ConvertFromSurrogate(in WorkOfferSurrogate surrogate) =>
        new(surrogate.ProfileHash, surrogate.Lease);

    public WorkOfferSurrogate ConvertToSurrogate(in WorkOffer value) =>
        new() { ProfileHash = value.ProfileHash, Lease = value.Lease };
}
