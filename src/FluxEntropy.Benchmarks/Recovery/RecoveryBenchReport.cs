using FluxEntropy.Verification;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>What <c>flux bench recovery --json</c> prints.</summary>
public sealed record RecoveryBenchReport
{
    public required double ProbeSeconds { get; init; }

    public required int MissedProbes { get; init; }

    public required int Rounds { get; init; }

    public required int Burners { get; init; }

    public required int Cores { get; init; }

    public required IReadOnlyList<FaultFigures> Faults { get; init; }

    /// <summary>
    /// How many of the suspended processes, one per round and role, ended themselves when they were resumed after half
    /// a minute.
    /// </summary>
    public required int WokenProcessesThatEnded { get; init; }

    /// <summary>
    /// What the cluster contained in the end, compared with what it had acknowledged; null if there were no faults.
    /// </summary>
    public required VerificationReport? Verification { get; init; }

    public required double SaturatedMinutes { get; init; }

    /// <summary>Documents scored in these minutes.</summary>
    public required long SaturatedDocuments { get; init; }

    /// <summary>Healthy processes that were evicted.</summary>
    public required int FalseEvictions { get; init; }
}
