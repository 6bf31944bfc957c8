namespace FluxEntropy.Leasing;

/// <summary>
/// What a corpus has for a scorer: nothing (no profile), work under a profile whose model must be loaded first (no lease), or a
/// segment to score.
/// </summary>
public sealed record WorkOffer(string? ProfileHash, SegmentLease? Lease)
{
    /// <summary>Nothing to score.</summary>
    public static WorkOffer None { get; } = new(null, null);
}
