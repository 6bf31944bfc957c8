namespace FluxEntropy.Benchmarks.Devices;

/// <summary>The calls of one grain method during a run.</summary>
/// <param name="Name">Grain and method, as in <c>ICorpusGrain.Lease</c>.</param>
/// <param name="Calls">How many there were.</param>
/// <param name="CallsPerDocument">Calls per scored document.</param>
/// <param name="Microseconds">Mean duration, from the start on the grain to the answer.</param>
public sealed record GrainCallCost(string Name, long Calls, double CallsPerDocument, double Microseconds);
