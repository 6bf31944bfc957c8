using Orleans.Metadata;
using Orleans.Placement;

namespace FluxEntropy.Grains.Placement;

/// <summary>Places a grain on silos of a role and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RunsOnAttribute(SiloRoles role) : PlacementFilterAttribute(new RolePlacement(role));

/// <summary>The role that a grain needs.</summary>
public sealed class RolePlacement(SiloRoles role) : PlacementFilterStrategy(order: 1)
{
    private const string Property = "role";

    /// <summary>For Orleans, which fills it from the grain's properties.</summary>
    public RolePlacement()
        : this(SiloRoles.None) { }

    /// <summary>The role needed.</summary>
    public SiloRoles Role { get; private set; } = role;

    /// <inheritdoc />
    public override void AdditionalInitialize(GrainProperties properties) =>
        Role = Enum.Parse<SiloRoles>(GetPlacementFilterGrainProperty(Property, properties)!);

    /// <inheritdoc />
    protected override IEnumerable<KeyValuePair<string, string>> GetAdditionalGrainProperties(
        IServiceProvider services,
        Type grainClass,
        GrainType grainType,
        IReadOnlyDictionary<string, string> existingProperties
    ) => [new(Property, Role.ToString())];
}
