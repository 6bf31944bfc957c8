namespace FluxEntropy.Shards;

/// <summary>The result for an id to delete.</summary>
/// <param name="Id">The id.</param>
/// <param name="Row">
/// The row that was deleted; null if no document has the id, because it was deleted before or never existed.
/// </param>
public sealed record DeleteOutcome(string Id, int? Row);
