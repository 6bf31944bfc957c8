using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Analysis.Tables;
using FluxEntropy.Metrics;

namespace FluxEntropy.Analysis.Bins;

/// <summary>What a table's metrics look like, cut into bins.</summary>
public sealed class BinsFindings
{
    private static readonly string[] Known = [.. MetricCatalog.Names.Union(KnownColumns.Entropy), "varentropy"];
    private static readonly string[] LengthColumns = [.. KnownColumns.Tokens, "chars", "bytes", "words"];
    private const double Cell = 1.0 / 4096;

    private readonly ScoreTable _table;
    private readonly List<string> _warnings;

    /// <exception cref="AnalysisException">The table has no metric, or too few rows of it.</exception>
    public BinsFindings(ScoreTable table, ScoreTable? later, BinsOptions options)
    {
        (_table, Options, _warnings) = (table, options, [.. table.Warnings, .. later?.Warnings ?? []]);
        if (
            options.Quantiles.Count == 0
            || options.Quantiles.Any(q => q is not (> 0 and < 1))
            || options.Quantiles.Zip(options.Quantiles.Skip(1)).Any(pair => pair.First >= pair.Second)
        )
            throw new AnalysisException("quantiles rise and lie between 0 and 1, such as 0.1,0.25,0.5,0.75,0.9.");
        Metrics = options.Metrics ?? [.. Known.Where(table.Has)];
        if (Metrics.Count == 0)
            throw new AnalysisException(
                $"{table.Name} has no metric that is known ({string.Join(", ", Known.Take(8))}, …): name some with --metrics ({string.Join(", ", table.NumericColumns.Take(30))})."
            );
        Values = Metrics.ToDictionary(metric => metric, table.Numbers);
        Summaries = [.. Metrics.Select(metric => (metric, Summary.Of(Finite(metric))))];
        (Rows, Sorted) = SortedRows();
        Boundaries = [.. options.Quantiles.Select(q => Summary.Quantile(Sorted, q))];
        Bins = [.. Cut()];
        Spearman = PairwiseCorrelations.Spearman([.. CorrelatedNames.Select(table.Numbers)]);
        if (Boundaries.Distinct().Count() < Boundaries.Length)
            _warnings.Add(
                $"some boundaries of {Metrics[0]} coincide, because so many values are equal: the bins between them are empty"
            );
        Drifts = later is null
            ? []
            :
            [
                .. Metrics
                    .Where(later.Has)
                    .Select(metric =>
                        (metric, Drift.Of(Finite(metric), [.. later.Numbers(metric).Where(double.IsFinite)]))
                    ),
            ];
        Later = later is null
            ? null
            : (later.Name, later.Has(Metrics[0]) ? [.. later.Numbers(Metrics[0]).Where(double.IsFinite)] : []);
        if (later is not null && Drifts.Count == 0)
            throw new AnalysisException(
                $"{later.Name} has none of the metrics {string.Join(", ", Metrics.Take(8))}: nothing can be compared."
            );
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

    /// <summary>Rows whose value another row has as well, and rows within a cell of the server's histogram (1/4096) of some boundary: where a bin is a matter of chance.</summary>
    public (int Equal, int Near) NearTies() =>
        (
            Sorted
                .Where(
                    (value, i) => (i > 0 && Sorted[i - 1] == value) || (i + 1 < Sorted.Length && Sorted[i + 1] == value)
                )
                .Count(),
            Sorted.Count(value => Boundaries.Any(boundary => Math.Abs(value - boundary) <= Cell))
        );

    private double[] Finite(string metric)
    {
        double[] finite = [.. Values[metric].Where(double.IsFinite)];
        return finite.Length >= 2
            ? finite
            : throw new AnalysisException(
                $"{_table.Name}: {finite.Length} rows have a value of {metric}; at least two are needed."
            );
    }

    private (int[], double[]) SortedRows()
    {
        var values = Values[Metrics[0]];
        var rows = Enumerable
            .Range(0, values.Length)
            .Where(row => double.IsFinite(values[row]))
            .OrderBy(row => values[row])
            .ToArray();
        if (rows.Length < values.Length)
            _warnings.Add(
                $"{values.Length - rows.Length:N0} of {values.Length:N0} rows have no value of {Metrics[0]} and are in no bin"
            );
        return (rows, [.. rows.Select(row => values[row])]);
    }

    private IEnumerable<BinFindings> Cut()
    {
        var tokens =
            _table.FirstOf(KnownColumns.Tokens) is { } column && _table.NumericColumns.Contains(column)
                ? _table.Numbers(column)
                : null;
        var texts = _table.DocumentTexts();
        var outcomes = _table.FirstOf(KnownColumns.Outcome) is { } outcome ? _table.Outcomes(outcome) : null;
        var all = tokens is null ? 0 : Rows.Sum(row => double.IsFinite(tokens[row]) ? tokens[row] : 0);
        var byBin = Rows.ToLookup(row => Buckets.Of(Values[Metrics[0]][row], Boundaries));
        for (var bin = 0; bin <= Boundaries.Length; bin++)
        {
            var rows = byBin[bin].ToArray();
            var answered = outcomes is null ? [] : rows.Select(row => outcomes[row]).OfType<bool>().ToArray();
            yield return new BinFindings(
                bin + 1,
                bin == 0 ? Sorted[0] : Boundaries[bin - 1],
                bin == Boundaries.Length ? Sorted[^1] : Boundaries[bin],
                rows.Length,
                rows.Length / (double)Rows.Length,
                tokens is null ? null : rows.Sum(row => double.IsFinite(tokens[row]) ? tokens[row] : 0) / all,
                rows.Length == 0 ? null : rows.Average(row => Values[Metrics[0]][row]),
                answered.Length == 0 ? null : answered.Average(right => right ? 1.0 : 0),
                [
                    .. Enumerable
                        .Range(0, Math.Min(Options.Examples, rows.Length))
                        .Select(i => rows[(int)((i + 0.5) * rows.Length / Math.Min(Options.Examples, rows.Length))])
                        .Select(row => (_table.Ids[row], Values[Metrics[0]][row], texts?[row])),
                ]
            );
        }
    }
}
