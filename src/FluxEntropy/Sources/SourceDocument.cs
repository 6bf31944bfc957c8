namespace FluxEntropy.Sources;

/// <summary>A document as it came from a source.</summary>
/// <param name="Id">The record's own id, else <c>source#line</c>. 1 to <see cref="SourceOptions.MaxIdBytes"/> bytes
/// of UTF-8 without control characters.</param>
/// <param name="Text">The text; never empty, always convertible to UTF-8. "" where rows are read that hold no document.</param>
/// <param name="Metadata">The record's other scalar fields, as text, those that are empty in CSV or null left out;
/// none for plain text.</param>
/// <param name="Source">See <see cref="SourceItem.Source"/>.</param>
/// <param name="Line">See <see cref="SourceItem.Line"/>.</param>
public sealed record SourceDocument(
    string Id,
    string Text,
    IReadOnlyDictionary<string, string> Metadata,
    string Source,
    long Line
) : SourceItem(Source, Line)
{
    /// <summary>How the text was made of messages. The default value is <see cref="MessageForm.None"/>: it was none.</summary>
    public MessageForm Messages { get; init; }
}
