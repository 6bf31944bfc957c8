namespace FluxEntropy.Grains.Placement;

/// <summary>The silos that are alive, as this process last heard. Thread-safe.</summary>
public sealed class ClusterMembers : ISiloStatusListener
{
    private readonly ISiloStatusOracle _membership;

    /// <param name="membership">Where Orleans keeps it.</param>
    public ClusterMembers(ISiloStatusOracle membership)
    {
        _membership = membership;
        membership.SubscribeToSiloStatusEvents(this);
    }

    /// <summary>A silo joined or is gone. Raised on any thread.</summary>
    public event Action? Changed;

    /// <summary>Names of the silos that are alive.</summary>
    public IReadOnlySet<string> Names =>
        _membership.GetActiveSilos().Select(NameOf).OfType<string>().ToHashSet(StringComparer.Ordinal);

    /// <summary>The name of a silo, or null where it is not known (any more).</summary>
    public string? NameOf(SiloAddress silo) => _membership.TryGetSiloName(silo, out var name) ? name : null;

    void ISiloStatusListener.SiloStatusChangeNotification(SiloAddress updatedSilo, SiloStatus status)
    {
        if (!_membership.CurrentStatus.IsTerminating()) // a silo that stops calls no grains any more
            Changed?.Invoke();
    }
}
