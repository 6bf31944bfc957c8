namespace FluxEntropy.Orderings;

/// <summary>A tail that became a run and is to be published.</summary>
/// <param name="Reference">Name and size for the record.</param>
/// <param name="Run">The entries.</param>
public sealed record SealedRun(RunReference Reference, MemoryRun Run);
