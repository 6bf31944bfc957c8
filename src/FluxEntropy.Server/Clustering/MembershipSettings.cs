namespace FluxEntropy.Server.Clustering;

/// <summary>
/// How soon a silent silo is taken for dead, measured on machines whose cores are busy scoring (src/README.md, Membership).
/// A silo is suspected after <see cref="MissedProbes"/> probes in a row went unanswered, and dead when two silos suspect it,
/// or one in a cluster of two.
/// </summary>
public sealed record MembershipSettings
{
    /// <summary>Time between two probes of a silo, and for which an answer is waited. The default value is 1 second.</summary>
    public TimeSpan ProbeTimeout { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Probes in a row that may go unanswered. The default value is 3.</summary>
    public int MissedProbes { get; init; } = 3;
}
