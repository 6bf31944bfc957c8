namespace FluxEntropy.Grains.Scoring;

/// <summary>What came of scoring a segment.</summary>
/// <param name="Won">Whether its scores are the published ones; false where another scorer was first.</param>
/// <param name="Documents">Documents scored.</param>
/// <param name="Tokens">Tokens scored.</param>
internal readonly record struct ScoredSegment(bool Won, int Documents, long Tokens);
