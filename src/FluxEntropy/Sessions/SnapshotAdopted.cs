using FluxEntropy.Orderings;

namespace FluxEntropy.Sessions;

/// <summary>Steps from here on are planned over another snapshot.</summary>
public sealed record SnapshotAdopted(Snapshot Snapshot) : SessionLogEntry;
