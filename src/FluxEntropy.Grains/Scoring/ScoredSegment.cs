namespace FluxEntropy.Grains.Scoring;

/// <summary>What came of scoring a segment.</summary>
/// <param name="Outcome">Which files of it are new.</param>
/// <param name="Documents">Documents scored.</param>
/// <param name="Tokens">Tokens scored.</param>
internal readonly record struct ScoredSegment(ScoringOutcome Outcome, int Documents, long Tokens);
