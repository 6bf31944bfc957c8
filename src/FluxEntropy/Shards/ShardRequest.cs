namespace FluxEntropy.Shards;

/// <summary>One caller's request to a shard.</summary>
internal sealed record ShardRequest
{
    public IReadOnlyList<IncomingDocument> Documents { get; init; } = [];

    public IReadOnlyList<QuarantinedRecord> Rejected { get; init; } = [];

    public IReadOnlyList<string> Deleted { get; init; } = [];

    public bool Cut { get; init; }
}
