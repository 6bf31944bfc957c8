namespace FluxEntropy.Cli.Bench;

/// <summary>What is measured.</summary>
internal sealed record PipelineBenchOptions
{
    public required int Documents { get; init; }

    public required int Rounds { get; init; }

    public required string Model { get; init; }

    public required string Device { get; init; }
}
