namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>What <c>flux bench attacks</c> is asked for.</summary>
public sealed record AttackBenchOptions
{
    /// <summary>Documents of the corpus that the client asks about.</summary>
    public int Documents { get; init; } = 20_000;

    /// <summary>How long the client is measured, before each attack and during it.</summary>
    public TimeSpan Window { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>How long the server is left alone after each attack, until its memory is measured.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>Only the attacks whose description has this text; all of them if empty.</summary>
    public string Only { get; init; } = "";
}
