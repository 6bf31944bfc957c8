namespace FluxEntropy.Shards;

/// <summary>A shard's log holds less than files that were made of it; the message names corpus, shard and file.</summary>
public sealed class ShardBehindException(string message) : IOException(message);
