using FluxEntropy.Verification;

namespace FluxEntropy.Benchmarks.Soak;

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

    internal static SoakReport Of(
        SoakOptions options,
        SoakLoad load,
        FaultInjector faults,
        IEnumerable<MemoryWatch> watches,
        VerificationReport verification
    ) =>
        new()
        {
            Seed = options.Seed,
            Minutes = options.Minutes,
            WarmUpMinutes = options.WarmUpMinutes,
            Faults = faults.Faults,
            AcceptedDocuments = load.Accepted,
            FailedCalls = load.FailedCalls,
            TrainedSteps = load.Steps,
            Memory = [.. watches.Select(watch => watch.Describe(options.WarmUpMinutes))],
            Sound = verification.IsSound,
            Lost = verification.Lost,
            Unexpected = verification.Unexpected,
            Duplicated = verification.Duplicated,
            ProblemsFound = verification.ProblemsFound,
            Problems = verification.Problems,
        };
}
