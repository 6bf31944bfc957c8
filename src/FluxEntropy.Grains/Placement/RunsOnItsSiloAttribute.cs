using FluxEntropy.Grains.Contracts.Keys;
using Orleans.Placement;

namespace FluxEntropy.Grains.Placement;

/// <summary>Places a grain on the silo of its <see cref="DeviceKey"/> and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RunsOnItsSiloAttribute() : PlacementFilterAttribute(new KeyPlacement());

/// <summary>The silo is named by the key.</summary>
public sealed class KeyPlacement() : PlacementFilterStrategy(order: 2);
