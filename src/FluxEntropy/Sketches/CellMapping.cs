using FluxEntropy.Metrics;

namespace FluxEntropy.Sketches;

/// <summary>
/// Maps a metric's values to integer cells, monotonically and with integer or exact arithmetic only, so that every
/// machine puts a value into the same cell.
/// </summary>
public abstract class CellMapping
{
    /// <summary>Cells of 1/4096 nat over 0 to 16 nats, whatever the vocabulary: entropies and their spread.</summary>
    public static CellMapping Nats { get; } = new LinearCells(4096, 16);

    /// <summary>Cells of 1/65,536 over 0 to 1: probabilities and differences of ordered probabilities.</summary>
    public static CellMapping Probability { get; } = new LinearCells(65_536, 1);

    /// <summary>Cells of relative accuracy 1/512 for values of any size and either sign.</summary>
    public static CellMapping Relative { get; } = new RelativeCells();

    private static readonly Dictionary<string, CellMapping> ByMetric = new()
    {
        ["entropy.mean"] = Nats,
        ["entropy.sum"] = Relative,
        ["entropy.last"] = Nats,
        ["entropy.max"] = Nats,
        ["entropy.std"] = Nats,
        ["varentropy.mean"] = Relative,
        ["varentropy.sum"] = Relative,
        ["varentropy.last"] = Relative,
        ["surprisal.mean"] = Relative,
        ["surprisal.sum"] = Relative,
        ["perplexity"] = Relative,
        ["bits_per_byte"] = Relative,
        ["margin.mean"] = Probability,
        ["top1.mean"] = Probability,
        ["rank.mean"] = Relative,
        ["composite.mean"] = Relative,
        ["composite.last"] = Relative,
    };

    /// <summary>The mapping of a metric of <see cref="MetricCatalog"/>.</summary>
    /// <exception cref="ArgumentException">The metric is unknown.</exception>
    public static CellMapping For(string metric) =>
        ByMetric.TryGetValue(metric, out var mapping)
            ? mapping
            : throw new ArgumentException(
                $"metric: '{metric}' is not known; one of {string.Join(", ", MetricCatalog.Names)} was expected.",
                nameof(metric)
            );

    /// <summary>The cell that holds a value, which must not be NaN. Monotone in <paramref name="value"/>.</summary>
    public abstract int CellOf(float value);

    /// <summary>Where a cell begins: no value in it is smaller.</summary>
    public abstract double LowerBound(int cell);

    /// <summary>Where a cell ends: no value in it is larger (of a bounded metric's last cell: no value the metric can have).</summary>
    public abstract double UpperBound(int cell);
}
