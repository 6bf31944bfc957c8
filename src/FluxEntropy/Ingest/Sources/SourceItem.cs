namespace FluxEntropy.Ingest.Sources;

/// <summary>What a reader found at one place of a source: a document, or the reason why there is none.</summary>
/// <param name="Source">File as named in ids and messages: the path below the current folder, else the full path; <c>stdin</c> for standard input.</param>
/// <param name="Line">Line on which it starts, in Parquet the row, from 1; 0 when the whole file is meant.</param>
public abstract record SourceItem(string Source, long Line);

/// <summary>A document as it came from a source.</summary>
/// <param name="Id">The record's own id, else <c>source#line</c>. 1 to <see cref="SourceOptions.MaxIdBytes"/> bytes of UTF-8 without control characters.</param>
/// <param name="Text">The text; never empty, always convertible to UTF-8. "" where rows are read that hold no document.</param>
/// <param name="Metadata">The record's other scalar fields, as text, those that are empty in CSV or null left out; none for plain text.</param>
/// <param name="Source">See <see cref="SourceItem.Source"/>.</param>
/// <param name="Line">See <see cref="SourceItem.Line"/>.</param>
public sealed record SourceDocument(
    string Id,
    string Text,
    IReadOnlyDictionary<string, string> Metadata,
    string Source,
    long Line
) : SourceItem(Source, Line);

/// <summary>A record that is no document; its neighbours are unaffected.</summary>
/// <param name="Source">See <see cref="SourceItem.Source"/>.</param>
/// <param name="Line">See <see cref="SourceItem.Line"/>.</param>
/// <param name="Reason">What is wrong with it and what was expected, in one line.</param>
public sealed record SourceRejection(string Source, long Line, string Reason) : SourceItem(Source, Line);
