namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>What is measured.</summary>
public sealed record RecoveryBenchOptions
{
    /// <summary>How often each fault is tried.</summary>
    public required int Rounds { get; init; }

    /// <summary>Minutes of scoring on saturated cores, during which no process may be evicted.</summary>
    public required double Minutes { get; init; }

    /// <summary>
    /// Threads that only burn processor time beside the cluster, so that cores are scarce during faults too.
    /// </summary>
    public required int Burners { get; init; }

    /// <summary>Membership options of <c>flux serve</c>; empty for its defaults.</summary>
    public required IReadOnlyList<string> ServeOptions { get; init; }
}
