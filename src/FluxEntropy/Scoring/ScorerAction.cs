using FluxEntropy.Leasing;

namespace FluxEntropy.Scoring;

/// <summary>What a scorer does next. Every action but the last two is begun and not waited for; its outcome is told to the loop.</summary>
public abstract record ScorerAction
{
    private ScorerAction() { }

    /// <summary>Find out which corpora there are.</summary>
    public sealed record FindCorpora : ScorerAction;

    /// <summary>Ask to be told of work that is announced, and which corpora announced some after a position.</summary>
    public sealed record Listen(long After) : ScorerAction;

    /// <summary>Ask a corpus for a segment.</summary>
    /// <param name="CorpusId">The corpus.</param>
    /// <param name="Ready">Profile whose model is loaded, or null.</param>
    /// <param name="Stays">Whether work under that profile is preferred to work under others.</param>
    /// <param name="Broken">Profiles whose model could not be loaded: no work under these for now.</param>
    /// <param name="Known">The corpus's leases that are in progress; it takes back others of this scorer, whose grants were lost.</param>
    public sealed record Ask(
        string CorpusId,
        string? Ready,
        bool Stays,
        IReadOnlyList<string> Broken,
        IReadOnlyList<SegmentLease> Known
    ) : ScorerAction;

    /// <summary>Load the model of a profile in place of the one that is loaded. No segment is in progress then.</summary>
    public sealed record Load(string ProfileHash) : ScorerAction;

    /// <summary>Score a segment and publish its scores.</summary>
    public sealed record Score(SegmentLease Lease) : ScorerAction;

    /// <summary>Renew a lease that is in progress.</summary>
    public sealed record Renew(SegmentLease Lease) : ScorerAction;

    /// <summary>Give back the lease of a segment that could not be scored.</summary>
    public sealed record Release(SegmentLease Lease) : ScorerAction;

    /// <summary>Give back whatever a corpus may have leased to this scorer, which stops.</summary>
    public sealed record ReleaseAll(string CorpusId) : ScorerAction;

    /// <summary>Wait until something happens, at most until a time.</summary>
    public sealed record Wait(DateTimeOffset Until) : ScorerAction;

    /// <summary>End: nothing is in progress and nothing is leased.</summary>
    public sealed record End : ScorerAction;
}
