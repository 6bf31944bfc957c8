namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>What <c>flux bench attacks --json</c> prints.</summary>
public sealed record AttackBenchReport
{
    /// <summary>Seconds that the client was measured, before each attack and during it.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>Seconds that the server was left alone after each attack.</summary>
    public required double RestSeconds { get; init; }

    /// <summary>One for each attack.</summary>
    public required IReadOnlyList<AttackFigures> Attacks { get; init; }
}
