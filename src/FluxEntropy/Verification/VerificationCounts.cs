namespace FluxEntropy.Verification;

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

    /// <summary>Published backfills, under all profiles.</summary>
    public long Backfills { get; internal set; }

    /// <summary>Entries of the sealed runs that the aggregators' records name.</summary>
    public long RunEntries { get; internal set; }
}
