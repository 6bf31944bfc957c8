namespace FluxEntropy.Verification;

/// <summary>What was found in a data folder.</summary>
/// <param name="Lost">Documents that were acknowledged and are in no state, and ranked rows that their ordering misses.</param>
/// <param name="Unexpected">Rows that nobody sent, scores without a row, and entries of an ordering without a score.</param>
/// <param name="Duplicated">Ids with two rows, and rows that are twice in a log or in one ordering.</param>
/// <param name="Problems">Everything that is wrong, what is counted above included; at most <see cref="Findings.MaxProblems"/>.</param>
/// <param name="ProblemsFound">How many there are, those beyond that number included.</param>
/// <param name="Counts">What the folder holds.</param>
/// <param name="Replays">The sessions whose plans were made anew.</param>
public sealed record VerificationReport(
    long Lost,
    long Unexpected,
    long Duplicated,
    IReadOnlyList<VerificationProblem> Problems,
    long ProblemsFound,
    VerificationCounts Counts,
    IReadOnlyList<SessionReplayed> Replays
)
{
    /// <summary>Whether every invariant holds.</summary>
    public bool IsSound => ProblemsFound == 0;
}
