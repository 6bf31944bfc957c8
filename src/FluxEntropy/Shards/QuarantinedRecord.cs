namespace FluxEntropy.Shards;

/// <summary>A record that could not become a document, with the reason.</summary>
/// <param name="Id">Its id, or empty if it had no valid one.</param>
/// <param name="Source">File or URL that it came from, or empty.</param>
/// <param name="Line">Line or row from 1; 0 for a whole file, or if it is not known.</param>
/// <param name="Reason">What is wrong with it.</param>
/// <param name="TextHash">XXH128 of its text, 32 hexadecimal digits, or null if it had none.</param>
public sealed record QuarantinedRecord(string Id, string Source, long Line, string Reason, string? TextHash = null);
