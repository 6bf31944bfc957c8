namespace FluxEntropy.Shards;

/// <summary>A row with its text and metadata.</summary>
public sealed record ShardDocument(ShardRow Row, string Text, IReadOnlyDictionary<string, string> Metadata);
