namespace FluxEntropy.Sessions;

/// <summary>A stretch of a document's tokens in a step.</summary>
/// <param name="Shard">Shard of the document.</param>
/// <param name="Row">Row of the document.</param>
/// <param name="FromToken">First token taken; above 0 where a document goes on from the step before.</param>
/// <param name="Tokens">Tokens taken, at least 1.</param>
/// <param name="Bin">Bin that the document was drawn from.</param>
/// <param name="Pass">How often the document had been served before, in earlier passes.</param>
public readonly record struct PlannedRow(int Shard, int Row, int FromToken, int Tokens, int Bin, int Pass);
