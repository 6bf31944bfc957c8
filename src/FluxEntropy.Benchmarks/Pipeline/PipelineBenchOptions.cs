namespace FluxEntropy.Benchmarks.Pipeline;

/// <summary>What is measured.</summary>
public sealed record PipelineBenchOptions
{
    public required int Documents { get; init; }

    public required int Rounds { get; init; }

    public required string Model { get; init; }

    public required string Device { get; init; }
}
