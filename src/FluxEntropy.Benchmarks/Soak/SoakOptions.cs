namespace FluxEntropy.Benchmarks.Soak;

/// <summary>How long the soak runs, and under which load.</summary>
public sealed record SoakOptions
{
    public required double Minutes { get; init; }

    /// <summary>Minutes before memory is measured.</summary>
    public required double WarmUpMinutes { get; init; }

    /// <summary>Seed that decides which process is hit, how and when.</summary>
    public required int Seed { get; init; }

    /// <summary>Documents sent per second.</summary>
    public required int DocumentsPerSecond { get; init; }
}
