namespace FluxEntropy.Sketches;

/// <summary>
/// The metrics of the first format of score files and histograms, which named its columns and did not say how their
/// values map to cells. Frozen: this says what those files hold, whatever a metric of that name is today.
/// </summary>
public static class FormatOne
{
    private static readonly (string Metric, CellMapping Cells)[] Table =
    [
        ("entropy.mean", CellMapping.Nats),
        ("entropy.sum", CellMapping.Relative),
        ("entropy.last", CellMapping.Nats),
        ("entropy.max", CellMapping.Nats),
        ("entropy.std", CellMapping.Nats),
        ("varentropy.mean", CellMapping.Relative),
        ("varentropy.sum", CellMapping.Relative),
        ("varentropy.last", CellMapping.Relative),
        ("surprisal.mean", CellMapping.Relative),
        ("surprisal.sum", CellMapping.Relative),
        ("perplexity", CellMapping.Relative),
        ("bits_per_byte", CellMapping.Relative),
        ("margin.mean", CellMapping.Probability),
        ("top1.mean", CellMapping.Probability),
        ("rank.mean", CellMapping.Relative),
        ("composite.mean", CellMapping.Relative),
        ("composite.last", CellMapping.Relative),
    ];

    /// <summary>Names in the order of their columns.</summary>
    public static IReadOnlyList<string> Metrics { get; } = [.. Table.Select(column => column.Metric)];

    /// <summary>The mapping of a metric, or null where that format did not know it.</summary>
    public static CellMapping? CellsOf(string metric) => Array.Find(Table, column => column.Metric == metric).Cells;
}
