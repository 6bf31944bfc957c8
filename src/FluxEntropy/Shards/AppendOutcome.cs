namespace FluxEntropy.Shards;

/// <summary>The result for one appended document.</summary>
/// <param name="Status">What happened to it.</param>
/// <param name="Reason">Why it was quarantined, or null.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Row">Its row in the shard; −1 for a quarantined document.</param>
/// <param name="TextHash">XXH128 of its UTF-8 text, 32 hexadecimal digits.</param>
public sealed record AppendOutcome(AppendStatus Status, string? Reason, int Shard, int Row, string TextHash);
