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
