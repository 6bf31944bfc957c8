using FluxEntropy.Shards;
using Orleans.Serialization.Cloning;

namespace FluxEntropy.Grains.Contracts.Surrogates;

/// <summary>An <see cref="AppendOutcome"/> between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.AppendOutcome")]
internal struct AppendOutcomeSurrogate
{
    [Id(0)]
    public AppendStatus Status;

    [Id(1)]
    public string? Reason;

    [Id(2)]
    public int Shard;

    [Id(3)]
    public int Row;

    [Id(4)]
    public string TextHash;
}

/// <inheritdoc cref="AppendOutcomeSurrogate"/>
[RegisterConverter, RegisterCopier]
internal sealed class AppendOutcomeConverter
    : ShallowCopier<AppendOutcome>,
        IConverter<AppendOutcome, AppendOutcomeSurrogate>
{
    public AppendOutcome ConvertFromSurrogate(in AppendOutcomeSurrogate surrogate) =>
        new(surrogate.Status, surrogate.Reason, surrogate.Shard, surrogate.Row, surrogate.TextHash);

    public AppendOutcomeSurrogate ConvertToSurrogate(in AppendOutcome value) =>
        new()
        {
            Status = value.Status,
            Reason = value.Reason,
            Shard = value.Shard,
            Row = value.Row,
            TextHash = value.TextHash,
        };
}
