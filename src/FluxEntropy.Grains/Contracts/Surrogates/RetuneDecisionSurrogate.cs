using FluxEntropy.Sessions;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>A <see cref="RetuneDecision"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.RetuneDecision")]
internal struct RetuneDecisionSurrogate
{
    [Id(0)]
    public long Version;

    [Id(1)]
    public long Requested;

    [Id(2)]
    public long Effective;

    [Id(3)]
    public string? Refusal;

    [Id(4)]
    public bool IsRepeat;

    [Id(5)]
    public long[]? Replaces;
}

/// <inheritdoc cref="RetuneDecisionSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class RetuneDecisionConverter
    : ShallowCopier<RetuneDecision>,
        IConverter<RetuneDecision, RetuneDecisionSurrogate>
{
    public RetuneDecision ConvertFromSurrogate(in RetuneDecisionSurrogate surrogate) =>
        new(surrogate.Version, surrogate.Requested, surrogate.Effective, surrogate.Refusal, surrogate.IsRepeat)
        {
            Replaces = surrogate.Replaces,
        };

    public RetuneDecisionSurrogate ConvertToSurrogate(in RetuneDecision value) =>
        new()
        {
            Version = value.Version,
            Requested = value.Requested,
            Effective = value.Effective,
            Refusal = value.Refusal,
            IsRepeat = value.IsRepeat,
            Replaces = value.Replaces?.ToArray(),
        };
}
