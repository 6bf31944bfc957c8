namespace FluxEntropy.Sources;

/// <summary>
/// Something that a person should know of a source although no record is missing: metadata that could not be taken, files of
/// a folder that hold no data.
/// </summary>
/// <param name="Source">See <see cref="SourceItem.Source"/>; the folder where one is meant.</param>
/// <param name="Line">See <see cref="SourceItem.Line"/>.</param>
/// <param name="Message">What it is, in one line.</param>
public sealed record SourceNotice(string Source, long Line, string Message) : SourceItem(Source, Line);
