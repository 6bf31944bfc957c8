using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Attacks;

/// <summary>What an attack did to a server and to a client that behaves well.</summary>
public sealed record AttackFigures
{
    /// <summary>What the attack is.</summary>
    public required string Attack { get; init; }

    /// <summary>Response times of the client before the attack.</summary>
    public required Latency Undisturbed { get; init; }

    /// <summary>The same during the attack.</summary>
    public required Latency Attacked { get; init; }

    /// <summary>Calls of the client during the attack.</summary>
    public required int Calls { get; init; }

    /// <summary>How many of them failed; each took as long as it took to fail.</summary>
    public required int Failed { get; init; }

    /// <summary>Resident set size in bytes before the attack, its peak, and after the server was left alone.</summary>
    public required long BytesBefore { get; init; }

    /// <inheritdoc cref="BytesBefore"/>
    public required long PeakBytes { get; init; }

    /// <inheritdoc cref="BytesBefore"/>
    public required long BytesAfter { get; init; }

    /// <summary>p99 during the attack ÷ p99 before it.</summary>
    public double Ratio => Attacked.P99 / Undisturbed.P99;
}
