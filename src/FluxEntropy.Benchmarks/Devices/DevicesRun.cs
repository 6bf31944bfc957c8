namespace FluxEntropy.Benchmarks.Devices;

/// <summary>One run of a number of devices.</summary>
public sealed record DevicesRun(
    int Devices,
    long Documents,
    double DocumentsPerSecond,
    double ProcessorCores,
    IReadOnlyList<GrainCallCost> Calls,
    IReadOnlyList<GrainLoad> Loads
)
{
    public double CallsPerDocument => Calls.Sum(call => call.CallsPerDocument);
}
