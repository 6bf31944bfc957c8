using FluxEntropy.Grains.Contracts.Keys;
using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace FluxEntropy.Grains.Placement;

/// <summary>Leaves the one silo that a grain's key names; none when that silo is gone, since its devices went with it.</summary>
public sealed class KeyPlacementDirector(ClusterMembers members) : IPlacementFilterDirector
{
    /// <inheritdoc />
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy,
        PlacementTarget target,
        IEnumerable<SiloAddress> silos
    )
    {
        var name = DeviceKey.Parse(target.GrainIdentity.Key.ToString()!).Silo;
        return silos.Where(silo => members.NameOf(silo) == name);
    }
}
