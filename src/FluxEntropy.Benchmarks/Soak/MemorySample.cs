namespace FluxEntropy.Benchmarks.Soak;

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
