namespace FluxEntropy.Benchmarks.Soak;

/// <summary>How long, and what is done meanwhile.</summary>
public sealed record SoakOptions
{
    public required double Minutes { get; init; }

    /// <summary>Minutes before memory is looked at.</summary>
    public required double WarmUpMinutes { get; init; }

    /// <summary>Decides which process is hit, how and when.</summary>
    public required int Seed { get; init; }

    /// <summary>Documents offered a second.</summary>
    public required int DocumentsPerSecond { get; init; }
}
