namespace FluxEntropy.Sources;

/// <summary>A record that is no document; its neighbours are unaffected.</summary>
/// <param name="Source">See <see cref="SourceItem.Source"/>.</param>
/// <param name="Line">See <see cref="SourceItem.Line"/>.</param>
/// <param name="Reason">What is wrong with it and what was expected, in one line.</param>
public sealed record SourceRejection(string Source, long Line, string Reason) : SourceItem(Source, Line);
