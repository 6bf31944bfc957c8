using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Analysis.Tables;
using FluxEntropy.Metrics;

namespace FluxEntropy.Analysis.Bins;

/// <summary>What a table's metrics look like, cut into bins.</summary>
public sealed class BinsFindings
{
    private static readonly string[] Known = [.. MetricCatalog.BuiltIn.Names.Union(KnownColumns.Entropy), "varentropy"];
    private static readonly string[] LengthColumns = [.. KnownColumns.Tokens, "chars", "bytes", "words"];
    private const double Cell = 1.0 / 4096; // of the server's histogram of entropies

    private readonly ScoreTable _table;
    private readonly List<string> _warnings;

    /// <exception cref="AnalysisException">The table has no metric, or too few rows of it.</exception>
    public BinsFindings(ScoreTable table, ScoreTable? later, BinsOptions options)
    {
        (_table, Options, _warnings) = (table, options, [.. table.Warnings, .. later?.Warnings ?? []]);
        options.Check();
        Metrics = MetricsOf(table, options);
        Values = Metrics.ToDictionary(metric => metric, table.Numbers);
        Summaries = [.. Metrics.Select(metric => (metric, Summary.Of(Finite(metric))))];
        Rows = SortedRows();
        Sorted = [.. Rows.Select(row => Values[Metrics[0]][row])];
        Boundaries = [.. options.Quantiles.Select(q => Summary.Quantile(Sorted, q))];
        if (Boundaries.Distinct().Count() < Boundaries.Length)
            _warnings.Add(
                $"some boundaries of {Metrics[0]} coincide, because so many values are equal: the bins between them are empty"
            );
        if (options.Examples > 0 && table.DocumentTexts() is null)
            _warnings.Add(
                "the table has no texts, so that examples are ids alone: 'flux score --text' and 'flux export --format parquet' "
                    + "keep them, and --texts takes them from the files that were scored"
            );
        Bins = [.. new BinCutter(table, Values[Metrics[0]], Rows, Boundaries, options.Examples).Bins()];
        Spearman = PairwiseCorrelations.Spearman([.. CorrelatedNames.Select(table.Numbers)]);
        (Later, Drifts) = Compare(later);
    }

    /// <summary>How it was cut.</summary>
    public BinsOptions Options { get; }

    /// <summary>Metrics, the first of which is cut.</summary>
    public IReadOnlyList<string> Metrics { get; }

    /// <summary>Their values. [metrics][rows]</summary>
    public IReadOnlyDictionary<string, double[]> Values { get; }

    /// <summary>What each looks like.</summary>
    public IReadOnlyList<(string Metric, Summary Summary)> Summaries { get; }

    /// <summary>Values of the first metric, rising.</summary>
    public double[] Sorted { get; }

    /// <summary>Their rows.</summary>
    public int[] Rows { get; }

    /// <summary>Boundaries of the bins, one fewer than bins.</summary>
    public double[] Boundaries { get; }

    /// <summary>The bins, the lowest first.</summary>
    public IReadOnlyList<BinFindings> Bins { get; }

    /// <summary>Each metric of another table against this one's.</summary>
    public IReadOnlyList<(string Metric, Drift Drift)> Drifts { get; }

    /// <summary>Name of the other table, and its values of the first metric.</summary>
    public (string Name, double[] Values)? Later { get; }

    /// <summary>What a reader has to know.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Name of the table.</summary>
    public string Name => _table.Name;

    /// <summary>Names of the columns that are correlated: metrics and lengths.</summary>
    public IReadOnlyList<string> CorrelatedNames =>
        [
            .. Metrics,
            .. LengthColumns.Where(column => _table.NumericColumns.Contains(column) && !Metrics.Contains(column)),
        ];

    /// <summary>Spearman's ρ of every two of them, over the rows that have both. [names][names]</summary>
    public double[][] Spearman { get; }

    /// <summary>
    /// Rows whose bin is a matter of chance: those whose value another row has as well, and those within a cell of the
    /// server's histogram (1/4096) of a boundary.
    /// </summary>
    public (int Equal, int Near) NearTies() =>
        (
            Sorted
                .Where(
                    (value, i) => (i > 0 && Sorted[i - 1] == value) || (i + 1 < Sorted.Length && Sorted[i + 1] == value)
                )
                .Count(),
            Sorted.Count(value => Boundaries.Any(boundary => Math.Abs(value - boundary) <= Cell))
        );

    private static IReadOnlyList<string> MetricsOf(ScoreTable table, BinsOptions options)
    {
        var metrics = options.Metrics ?? [.. Known.Where(table.Has)];
        return metrics.Count > 0
            ? metrics
            : throw new AnalysisException(
                $"{table.Name} has no metric that is known ({string.Join(", ", Known.Take(8))}, …): "
                    + $"name some with --metrics ({string.Join(", ", table.NumericColumns.Take(30))})."
            );
    }

    private double[] Finite(string metric)
    {
        double[] finite = [.. Values[metric].Where(double.IsFinite)];
        return finite.Length >= 2
            ? finite
            : throw new AnalysisException(
                $"{_table.Name}: {finite.Length} rows have a value of {metric}; at least two are needed."
            );
    }

    private int[] SortedRows()
    {
        var values = Values[Metrics[0]];
        int[] rows =
        [
            .. Enumerable
                .Range(0, values.Length)
                .Where(row => double.IsFinite(values[row]))
                .OrderBy(row => values[row]),
        ];
        var infinite = values.Count(double.IsInfinity);
        if (rows.Length < values.Length - infinite)
            _warnings.Add(
                $"{values.Length - infinite - rows.Length:N0} of {values.Length:N0} rows have no value of {Metrics[0]} and are in no bin"
            );
        if (infinite > 0)
            _warnings.Add(
                $"{infinite:N0} of {values.Length:N0} rows have an infinite value of {Metrics[0]}, which no mean can use, "
                    + "and are in no bin"
            );
        return rows;
    }

    private ((string, double[])?, IReadOnlyList<(string, Drift)>) Compare(ScoreTable? later)
    {
        if (later is null)
            return (null, []);
        double[] FiniteOf(string metric) => [.. later.Numbers(metric).Where(double.IsFinite)];
        (string, Drift)[] drifts =
        [
            .. Metrics.Where(later.Has).Select(metric => (metric, Drift.Of(Finite(metric), FiniteOf(metric)))),
        ];
        return drifts.Length > 0
            ? ((later.Name, later.Has(Metrics[0]) ? FiniteOf(Metrics[0]) : []), drifts)
            : throw new AnalysisException(
                $"{later.Name} has none of the metrics {string.Join(", ", Metrics.Take(8))}: nothing can be compared."
            );
    }
}
