using Orleans.Placement;
using Orleans.Runtime.Placement;

namespace FluxEntropy.Grains.Placement;

/// <summary>Leaves the silos that have the role which a grain needs.</summary>
public sealed class RolePlacementDirector(ClusterMembers members) : IPlacementFilterDirector
{
    /// <inheritdoc />
    public IEnumerable<SiloAddress> Filter(
        PlacementFilterStrategy filterStrategy,
        PlacementTarget target,
        IEnumerable<SiloAddress> silos
    )
    {
        var role = ((RolePlacement)filterStrategy).Role;
        return silos.Where(silo => members.NameOf(silo) is { } name && SiloName.RolesOf(name).HasFlag(role));
    }
}
