namespace FluxEntropy.Scoring;

/// <summary>Whose turn it is.</summary>
/// <param name="CorpusId">The corpus to ask for a segment.</param>
/// <param name="MustLoad">Profile whose model it needs first, or null.</param>
internal readonly record struct CorpusChoice(string CorpusId, string? MustLoad);
