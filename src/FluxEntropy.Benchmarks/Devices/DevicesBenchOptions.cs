namespace FluxEntropy.Benchmarks.Devices;

/// <summary>What is measured.</summary>
public sealed record DevicesBenchOptions
{
    /// <summary>Simulated devices, compared with one.</summary>
    public required int Devices { get; init; }

    /// <summary>Tokens a second of each.</summary>
    public required int TokensPerSecond { get; init; }

    /// <summary>How long there is work for the devices, at their speed.</summary>
    public required int Seconds { get; init; }

    public required int Rounds { get; init; }

    public required int Shards { get; init; }

    public required int Groups { get; init; }
}
