namespace FluxEntropy.Models.Shipped;

/// <summary>How the model that ships is trained; the defaults are how it was.</summary>
public sealed record ShippedModelOptions
{
    /// <summary>
    /// Optimizer steps of 8 rows × 512 tokens. The default value is 1,200, about one pass over the texts.
    /// </summary>
    public int Steps { get; init; } = 1200;

    /// <summary>CPU threads. The default value is 1; another number gives another, equally good model.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Seed of weights and order. The default value is 1.</summary>
    public ulong Seed { get; init; } = 1;
}
