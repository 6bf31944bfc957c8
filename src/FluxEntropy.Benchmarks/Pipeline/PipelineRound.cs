namespace FluxEntropy.Benchmarks.Pipeline;

/// <summary>One round: both sides, one after another.</summary>
public readonly record struct PipelineRound(double BareTokensPerSecond, double ServerTokensPerSecond)
{
    /// <summary>The server's rate ÷ the bare engine's; 1 if the server costs nothing.</summary>
    public double Ratio => ServerTokensPerSecond / BareTokensPerSecond;
}
