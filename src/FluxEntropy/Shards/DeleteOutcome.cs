namespace FluxEntropy.Shards;

/// <summary>The answer for an id to delete.</summary>
/// <param name="Id">The id.</param>
/// <param name="Row">The row that was deleted, or null where no document has the id: it was deleted before, or never there.</param>
public sealed record DeleteOutcome(string Id, int? Row);
