namespace FluxEntropy.Verification;

/// <summary>What was found in a data folder.</summary>
/// <param name="Lost">Documents that were acknowledged and are in no state, and ranked rows that their ordering misses.</param>
/// <param name="Unexpected">Rows that nobody sent, scores without a row, and entries of an ordering without a score.</param>
/// <param name="Duplicated">Ids with two rows, and rows that are twice in a log or in one ordering.</param>
/// <param name="Problems">Everything that is wrong, what is counted above included; at most <see cref="Findings.MaximumProblems"/>.</param>
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

/// <summary>Something that is wrong.</summary>
/// <param name="Kind">What it is wrong with: <c>settings</c>, <c>expectation</c>, <c>log</c>, <c>rows</c>, <c>tombstones</c>, <c>index</c>, <c>scores</c>, <c>tokens</c>, <c>aggregate</c>, <c>run</c>, <c>session</c>, <c>checkpoint</c>.</param>
/// <param name="Where">File or folder, relative to the data folder.</param>
/// <param name="What">What is wrong, in one line.</param>
public sealed record VerificationProblem(string Kind, string Where, string What);

/// <summary>What a data folder holds: documents = indexed + pending; deleted ones come on top.</summary>
public sealed record VerificationCounts
{
    /// <summary>Corpora.</summary>
    public int Corpora { get; internal set; }

    /// <summary>Live rows of all corpora.</summary>
    public long Documents { get; internal set; }

    /// <summary>Rows that were deleted.</summary>
    public long Deleted { get; internal set; }

    /// <summary>Live rows with a score, or a reason why there is none, under the active profile of their corpus.</summary>
    public long Indexed { get; internal set; }

    /// <summary>Rows that wait for their scores.</summary>
    public long Pending => Documents - Indexed;

    /// <summary>Records set aside.</summary>
    public long Quarantined { get; internal set; }

    /// <summary>Live rows held out from training.</summary>
    public long HeldOut { get; internal set; }

    /// <summary>Documents that were expected.</summary>
    public long Expected { get; internal set; }

    /// <summary>Rows that were not: durable and not acknowledged, which is legal, unless everything sent was expected.</summary>
    public long NotExpected { get; internal set; }

    /// <summary>Segments of all corpora.</summary>
    public long Segments { get; internal set; }

    /// <summary>Published score files, under all profiles.</summary>
    public long ScoreFiles { get; internal set; }

    /// <summary>Entries of the sealed runs that the aggregators' records name.</summary>
    public long RunEntries { get; internal set; }
}

/// <summary>A session whose log was replayed.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Name">Its name.</param>
/// <param name="Steps">Steps whose plan was made anew and is equal.</param>
public sealed record SessionReplayed(string Id, string Name, long Steps);
