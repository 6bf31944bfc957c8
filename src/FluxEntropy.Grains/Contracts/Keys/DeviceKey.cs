namespace FluxEntropy.Grains.Contracts.Keys;

/// <summary>A device of a silo: key of its <see cref="IScorerGrain"/>.</summary>
/// <param name="Silo">Name of the silo.</param>
/// <param name="Device">Name of the device on it, such as <c>cpu:2</c>.</param>
public readonly record struct DeviceKey(string Silo, string Device)
{
    private const string Form = "silo/device";

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static DeviceKey Parse(string key)
    {
        var parts = KeyText.Split(key, Form);
        return new(parts[0], parts[1]);
    }

    /// <summary>The key as text: <c>silo/device</c>.</summary>
    public override string ToString() => KeyText.Join(Silo, Device);
}
