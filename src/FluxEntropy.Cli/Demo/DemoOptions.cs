namespace FluxEntropy.Cli.Demo;

/// <summary>What a demo does.</summary>
internal sealed record DemoOptions
{
    public required string DataFolder { get; init; }

    public required int Documents { get; init; }

    public required int Steps { get; init; }

    public required IReadOnlyList<string> Devices { get; init; }

    public required string Model { get; init; }
}
