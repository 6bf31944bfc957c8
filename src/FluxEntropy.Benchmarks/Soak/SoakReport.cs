using FluxEntropy.Verification;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>Memory over time of a process that was never hit, after the warm-up.</summary>
/// <param name="Process">Its role.</param>
/// <param name="Samples">Number of samples, each after a forced garbage collection.</param>
/// <param name="TrainingSamples">
/// Samples at which it was training: the run moves to another process when its own is hit.
/// </param>
/// <param name="ResidentMegabytesAMinute">Trend of its resident memory.</param>
/// <param name="TensorsAMinute">Trend of live tensors.</param>
/// <param name="LastResidentMegabytes">Resident memory at the end.</param>
/// <param name="Series">The samples themselves.</param>
public sealed record ProcessTrend(
    string Process,
    int Samples,
    int TrainingSamples,
    Trend? ResidentMegabytesAMinute,
    Trend? TensorsAMinute,
    double LastResidentMegabytes,
    IReadOnlyList<MemorySample> Series
);

/// <summary>Memory of a process at one time.</summary>
/// <param name="Minutes">Time since the beginning.</param>
/// <param name="ResidentMegabytes">Resident memory.</param>
/// <param name="ManagedMegabytes">Objects on the managed heap, which are part of it.</param>
/// <param name="Tensors">Live tensors.</param>
/// <param name="Trains">Whether it was training.</param>
public sealed record MemorySample(
    double Minutes,
    double ResidentMegabytes,
    double ManagedMegabytes,
    long Tensors,
    bool Trains
);

/// <summary>What <c>flux soak --json</c> prints.</summary>
public sealed record SoakReport
{
    private const double MaxMegabytesAMinute = 1;

    public required int Seed { get; init; }

    public required double Minutes { get; init; }

    public required double WarmUpMinutes { get; init; }

    /// <summary>How often each fault was injected.</summary>
    public required IReadOnlyDictionary<string, int> Faults { get; init; }

    public required long AcceptedDocuments { get; init; }

    public required long FailedCalls { get; init; }

    public required ulong TrainedSteps { get; init; }

    public required IReadOnlyList<ProcessTrend> Memory { get; init; }

    public required bool Sound { get; init; }

    public required long Lost { get; init; }

    public required long Unexpected { get; init; }

    public required long Duplicated { get; init; }

    public required long ProblemsFound { get; init; }

    public required IReadOnlyList<VerificationProblem> Problems { get; init; }

    /// <summary>
    /// Whether no process grows with certainty: the 95% interval of its trend begins at or below 1 MB a minute, and
    /// that of its tensors at or below 0.
    /// </summary>
    public bool Flat =>
        Memory.All(process =>
            (process.ResidentMegabytesAMinute is not { } bytes || bytes.Low <= MaxMegabytesAMinute)
            && (process.TensorsAMinute is not { } tensors || tensors.Low <= 0)
        );
}
