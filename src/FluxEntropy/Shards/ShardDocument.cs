namespace FluxEntropy.Shards;

/// <summary>A row with its text and metadata.</summary>
public sealed record ShardDocument(ShardRow Row, string Text, IReadOnlyDictionary<string, string> Metadata)
{
    /// <summary>About what it takes in a message: its text, if it is there, metadata and id.</summary>
    public long Bytes =>
        (Text.Length > 0 ? Row.Bytes : 0) + Row.Id.Length + Metadata.Sum(pair => pair.Key.Length + pair.Value.Length);
}
