namespace FluxEntropy.Sources;

/// <summary>What a reader found at one place of a source: a document, or the reason why there is none.</summary>
/// <param name="Source">File as named in ids and messages: the path below the current folder, else the full path;
/// <c>stdin</c> for standard input.</param>
/// <param name="Line">Line on which it starts, in Parquet the row, from 1; 0 when the whole file is meant.</param>
public abstract record SourceItem(string Source, long Line);
