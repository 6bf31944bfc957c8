namespace FluxEntropy.Ingest;

/// <summary>A document on its way into a shard.</summary>
/// <param name="Id">See <see cref="DocumentId"/>.</param>
/// <param name="Text">See <see cref="DocumentContent"/>.</param>
/// <param name="Metadata">Kept with the document. Its fields <c>file</c> and <c>line</c>, where present, say where a quarantined document came from.</param>
/// <param name="Replaces">Hash of the text of this id that it is to replace, or null to replace none.</param>
public sealed record IncomingDocument(
    string Id,
    string Text,
    IReadOnlyDictionary<string, string> Metadata,
    UInt128? Replaces = null
);

/// <summary>What became of an appended document.</summary>
public enum AppendStatus
{
    /// <summary>It is new, and durable.</summary>
    Accepted,

    /// <summary>The same id with the same text was there already.</summary>
    Present,

    /// <summary>It was set aside, durably, with a reason.</summary>
    Quarantined,

    /// <summary>It took the place of another text of its id, durably.</summary>
    Replaced,
}

/// <summary>The answer for one appended document.</summary>
/// <param name="Status">What became of it.</param>
/// <param name="Reason">Why it was quarantined, or null.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Row">Its row in the shard; −1 for a quarantined document.</param>
/// <param name="TextHash">XXH128 of its UTF-8 text, 32 hexadecimal digits.</param>
public sealed record AppendOutcome(AppendStatus Status, string? Reason, int Shard, int Row, string TextHash);

/// <summary>The answer for an id to delete.</summary>
/// <param name="Id">The id.</param>
/// <param name="Row">The row that was deleted, or null where no document has the id: it was deleted before, or never there.</param>
public sealed record DeleteOutcome(string Id, int? Row);

/// <summary>A record that is not a document, kept with the reason.</summary>
/// <param name="Id">Its id, or empty where it had no usable one.</param>
/// <param name="Source">File or URL that it came from, or empty.</param>
/// <param name="Line">Line or row from 1; 0 for a whole file or where it is not known.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="TextHash">XXH128 of its text, 32 hexadecimal digits, or null where there was none.</param>
public sealed record QuarantinedRecord(string Id, string Source, long Line, string Reason, string? TextHash = null);
