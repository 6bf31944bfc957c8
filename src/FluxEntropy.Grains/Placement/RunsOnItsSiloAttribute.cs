using Orleans.Placement;

namespace FluxEntropy.Grains.Placement;

/// <summary>Places a grain on the silo that its key begins with, <c>silo/device</c>, and nowhere else.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class RunsOnItsSiloAttribute() : PlacementFilterAttribute(new KeyPlacement());

/// <summary>The silo is named by the key.</summary>
public sealed class KeyPlacement() : PlacementFilterStrategy(order: 2)
{
    /// <summary>The silo that a key names.</summary>
    public static string SiloOf(string key) => key[..Math.Max(0, key.LastIndexOf('/'))];

    /// <summary>The device of its silo that a key names.</summary>
    public static string DeviceOf(string key) => key[(key.LastIndexOf('/') + 1)..];
}
