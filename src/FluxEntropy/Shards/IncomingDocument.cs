namespace FluxEntropy.Shards;

/// <summary>A document to append to a shard.</summary>
/// <param name="Id">See <see cref="DocumentId"/>.</param>
/// <param name="Text">See <see cref="DocumentContent"/>.</param>
/// <param name="Metadata">
/// Kept with the document. The fields <c>file</c> and <c>line</c>, if present, say where a quarantined document came
/// from.
/// </param>
/// <param name="Replaces">Hash of the text of this id that it replaces, or null to replace none.</param>
public sealed record IncomingDocument(
    string Id,
    string Text,
    IReadOnlyDictionary<string, string> Metadata,
    UInt128? Replaces = null
);
