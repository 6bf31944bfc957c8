namespace FluxEntropy.Benchmarks.Idle;

/// <summary>What <c>flux bench idle</c> is asked for.</summary>
public sealed record IdleBenchOptions
{
    /// <summary>Corpora of the server that has some.</summary>
    public int Corpora { get; init; } = 20;

    /// <summary>Documents of each.</summary>
    public int Documents { get; init; } = 50;

    /// <summary>How long a server is left alone before it is measured: code is compiled, polls become rarer.</summary>
    public TimeSpan Settle { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long each round measures.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Rounds over each server, of which the median counts.</summary>
    public int Rounds { get; init; } = 3;
}
