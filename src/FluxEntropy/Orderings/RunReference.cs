namespace FluxEntropy.Orderings;

/// <summary>A run that was published.</summary>
/// <param name="Name">Name under which the run's file can be found.</param>
/// <param name="Metric">Metric that sorts it.</param>
/// <param name="Entries">Documents in it.</param>
/// <param name="IsOfDeleted">Whether these were deleted, and are to be taken out of the other runs.</param>
public sealed record RunReference(string Name, string Metric, long Entries, bool IsOfDeleted = false);
