using System.Globalization;

namespace FluxEntropy.Engines.Simulated;

/// <summary>A device that takes the time of scoring and computes nothing.</summary>
/// <param name="Number">From 0, among those of one group.</param>
/// <param name="TokensPerSecond">Its speed, at least 1.</param>
public readonly record struct SimulatedDevice(int Number, int TokensPerSecond)
{
    private const string GroupPrefix = "sim:";
    private const string DevicePrefix = "sim.";
    private const int MaxDevices = 4096;

    /// <summary>Name of the one device, such as <c>sim.3@500</c>.</summary>
    public string Name => $"{DevicePrefix}{Number}@{TokensPerSecond}";

    /// <summary>Whether a list's entry asks for simulated devices, well or badly.</summary>
    public static bool IsGroup(string entry) =>
        entry == "sim" || entry.StartsWith(GroupPrefix, StringComparison.Ordinal);

    /// <summary>Whether a name is that of a simulated device.</summary>
    public static bool IsName(string name) => name.StartsWith(DevicePrefix, StringComparison.Ordinal);

    /// <summary>The devices that <c>sim:N@TOKENS_PER_SECOND</c> stands for: N of that speed each.</summary>
    /// <exception cref="ArgumentException">The entry is not of that form, or a number is out of range; the message says which.</exception>
    public static IReadOnlyList<SimulatedDevice> Group(string entry)
    {
        var parts = IsGroup(entry) && entry.Length > GroupPrefix.Length ? entry[GroupPrefix.Length..].Split('@') : [];
        if (parts.Length != 2)
            throw new ArgumentException(
                $"devices: '{entry}' is not of the form sim:N@TOKENS_PER_SECOND, such as sim:8@500"
            );
        var (count, speed) = (Whole(parts[0]), Whole(parts[1]));
        if (count is < 1 or > MaxDevices)
            throw new ArgumentException(
                $"devices: '{entry}' asks for '{parts[0]}' devices; 1 to {MaxDevices} were expected"
            );
        if (speed < 1)
            throw new ArgumentException(
                $"devices: '{entry}' asks for '{parts[1]}' tokens a second; a whole number of at least 1 was expected"
            );
        return [.. Enumerable.Range(0, count).Select(number => new SimulatedDevice(number, speed))];
    }

    /// <summary>Reads the name of one device.</summary>
    /// <exception cref="ArgumentException">It is not one.</exception>
    public static SimulatedDevice Parse(string name)
    {
        var parts = IsName(name) ? name[DevicePrefix.Length..].Split('@') : [];
        return
            parts is [var number, var speed] && Whole(number) is >= 0 and var index && Whole(speed) is >= 1 and var rate
            ? new SimulatedDevice(index, rate)
            : throw new ArgumentException($"device: '{name}' is not a simulated one, such as sim.0@500");
    }

    private static int Whole(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : -1;
}
