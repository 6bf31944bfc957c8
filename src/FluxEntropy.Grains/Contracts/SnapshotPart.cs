using FluxEntropy.Orderings;

namespace FluxEntropy.Grains.Contracts;

/// <summary>One group's part of a snapshot.</summary>
/// <param name="RunPaths">Its runs.</param>
/// <param name="DeletedRunPaths">Runs of the deleted documents among them.</param>
/// <param name="Marks">Where it stands in each of its shards.</param>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SnapshotPart")]
public sealed record SnapshotPart(
    [property: Id(0)] string[] RunPaths,
    [property: Id(1)] string[] DeletedRunPaths,
    [property: Id(2)] SnapshotMark[] Marks
);
