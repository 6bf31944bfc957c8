namespace FluxEntropy.Shards;

/// <summary>A shard's answer to a <see cref="ShardRequest"/>.</summary>
internal sealed record ShardAnswer(IReadOnlyList<AppendOutcome> Documents, IReadOnlyList<DeleteOutcome> Deleted);
