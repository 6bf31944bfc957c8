namespace FluxEntropy.Grains.Placement;

/// <summary>The silos that are alive, as this process last heard. Thread-safe.</summary>
public sealed class ClusterMembers(ISiloStatusOracle membership)
{
    /// <summary>Names of the silos that are alive.</summary>
    public IReadOnlySet<string> Names =>
        membership.GetActiveSilos().Select(NameOf).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>The name of a silo, or null where it is not known (any more).</summary>
    public string? NameOf(SiloAddress silo) => membership.TryGetSiloName(silo, out var name) ? name : null;
}
