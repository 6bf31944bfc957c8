namespace FluxEntropy.Models.Benchmarks;

/// <summary>What one part measured.</summary>
/// <param name="Part">The part.</param>
/// <param name="Tokens">Tokens scored, padding not counted; 0 for matrix products.</param>
/// <param name="Seconds">Time they took, without loading.</param>
/// <param name="ProcessorSeconds">
/// Processor time they took, over all threads: on a busy machine the steadier figure.
/// </param>
/// <param name="PeakBytes">Largest resident memory of the process.</param>
/// <param name="WeightBytes">Memory of the weights in float32.</param>
/// <param name="Parameters">Parameters of the model, a tied embedding counted once.</param>
/// <param name="OperationsPerSecond">2 × parameters × tokens a second; for matrix products, their rate.</param>
public sealed record ScoringMeasurement(
    ScoringBenchmarkPart Part,
    long Tokens,
    double Seconds,
    double ProcessorSeconds,
    long PeakBytes,
    long WeightBytes,
    long Parameters,
    double OperationsPerSecond
)
{
    /// <summary>Tokens a second.</summary>
    public double TokensPerSecond => Seconds > 0 ? Tokens / Seconds : 0;
}
