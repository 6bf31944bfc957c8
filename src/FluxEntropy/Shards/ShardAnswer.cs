namespace FluxEntropy.Shards;

/// <summary>What a shard answers.</summary>
internal sealed record ShardAnswer(IReadOnlyList<AppendOutcome> Documents, IReadOnlyList<DeleteOutcome> Deleted);
