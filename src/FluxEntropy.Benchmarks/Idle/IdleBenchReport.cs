using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Idle;

/// <summary>What <c>flux bench idle --json</c> prints.</summary>
public sealed record IdleBenchReport
{
    /// <summary>Corpora of the server that has some.</summary>
    public required int Corpora { get; init; }

    /// <summary>Seconds that each round measured.</summary>
    public required double WindowSeconds { get; init; }

    /// <summary>Processor time of a server without corpora ÷ time passed: 0.01 is a hundredth of one core.</summary>
    public required Spread EmptyCores { get; init; }

    /// <summary>The same of a server whose corpora are scored, and of which nobody asks anything.</summary>
    public required Spread Cores { get; init; }
}
