namespace FluxEntropy.Sessions;

/// <summary>A document that was begun and has tokens left.</summary>
/// <param name="Shard">Shard of the document.</param>
/// <param name="Row">Row of the document.</param>
/// <param name="Pass">How often it had been served before it was begun.</param>
/// <param name="NextToken">The first token that was not served yet.</param>
/// <param name="Left">Tokens from there on, at least 1.</param>
/// <param name="Value">Its value of the session's metric, which says in which bin the rest lies, however bins are cut.</param>
public readonly record struct OpenDocument(int Shard, int Row, int Pass, int NextToken, int Left, float Value);
