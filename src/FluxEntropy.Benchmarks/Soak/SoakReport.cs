using FluxEntropy.Verification;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>How the memory of a process that was never hit went, after the warm-up.</summary>
/// <param name="Process">Its role.</param>
/// <param name="Samples">Times at which it was asked, each after a forced collection.</param>
/// <param name="TrainingSamples">Those of them at which it trained: the run moves to another process when its own is hit.</param>
/// <param name="ResidentMegabytesAMinute">Trend of its resident memory.</param>
/// <param name="TensorsAMinute">Trend of the tensors that were alive.</param>
/// <param name="LastResidentMegabytes">Resident memory in the end.</param>
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

/// <summary>Memory of a process at a time.</summary>
/// <param name="Minutes">Time from the beginning.</param>
/// <param name="ResidentMegabytes">Resident memory.</param>
/// <param name="ManagedMegabytes">What of it are objects on the managed heap.</param>
/// <param name="Tensors">Tensors that were alive.</param>
/// <param name="Trains">Whether it trained.</param>
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
    private const double MostMegabytesAMinute = 1;

    public required int Seed { get; init; }

    public required double Minutes { get; init; }

    public required double WarmUpMinutes { get; init; }

    /// <summary>How often each fault was done.</summary>
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

    /// <summary>Whether no process certainly grows: the 95% interval of its trend begins at 1 MB a minute or below, and of its tensors at 0 or below.</summary>
    public bool Flat =>
        Memory.All(process =>
            (process.ResidentMegabytesAMinute is not { } bytes || bytes.Low <= MostMegabytesAMinute)
            && (process.TensorsAMinute is not { } tensors || tensors.Low <= 0)
        );
}
