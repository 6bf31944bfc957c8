using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Start;

/// <summary>Starts over a folder with a given number of documents.</summary>
/// <param name="Documents">Scored documents in the folder.</param>
/// <param name="ServingSeconds">
/// From the start of the process until it has answered its first query of ranks in full, its first query of scores, and
/// its first ingested document.
/// </param>
/// <param name="ResidentBytes">Resident memory of the process then, after a forced garbage collection.</param>
/// <param name="ManagedBytes">Objects on the managed heap, which are part of it.</param>
public sealed record StartFigures(int Documents, Spread ServingSeconds, Spread ResidentBytes, Spread ManagedBytes);
