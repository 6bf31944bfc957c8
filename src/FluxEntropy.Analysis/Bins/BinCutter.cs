using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Analysis.Bins;

/// <summary>Cuts the rows of a table into bins of one metric, and describes each.</summary>
/// <param name="table">The table.</param>
/// <param name="values">Values of the metric. [rows of the table]</param>
/// <param name="rows">Rows that have a value, in the order of the values.</param>
/// <param name="boundaries">Where the bins end, rising; one fewer than bins.</param>
/// <param name="examples">Examples wanted of each bin.</param>
internal sealed class BinCutter(ScoreTable table, double[] values, int[] rows, double[] boundaries, int examples)
{
    private readonly string?[]? _texts = table.DocumentTexts();
    private readonly bool?[]? _outcomes = table.FirstOf(KnownColumns.Outcome) is { } column
        ? table.Outcomes(column)
        : null;
    private readonly double[]? _tokens =
        table.FirstOf(KnownColumns.Tokens) is { } column && table.NumericColumns.Contains(column)
            ? table.Numbers(column)
            : null;

    /// <summary>The bins, the lowest first.</summary>
    public IEnumerable<BinFindings> Bins()
    {
        var allTokens = Tokens(rows);
        var byBin = rows.ToLookup(row => Buckets.Of(values[row], boundaries));
        for (var bin = 0; bin <= boundaries.Length; bin++)
        {
            var own = byBin[bin].ToArray();
            var answered = _outcomes is null ? [] : own.Select(row => _outcomes[row]).OfType<bool>().ToArray();
            yield return new BinFindings(
                bin + 1,
                bin == 0 ? values[rows[0]] : boundaries[bin - 1],
                bin == boundaries.Length ? values[rows[^1]] : boundaries[bin],
                own.Length,
                own.Length / (double)rows.Length,
                Tokens(own) / allTokens,
                own.Length == 0 ? null : own.Average(row => values[row]),
                answered.Length == 0 ? null : answered.Average(right => right ? 1.0 : 0),
                [.. Examples(own).Select(row => (table.Ids[row], values[row], _texts?[row]))]
            );
        }
    }

    private double? Tokens(int[] chosen) =>
        _tokens is null ? null : chosen.Sum(row => double.IsFinite(_tokens[row]) ? _tokens[row] : 0);

    // Evenly spaced in the order of the metric.
    private IEnumerable<int> Examples(int[] own)
    {
        var count = Math.Min(examples, own.Length);
        return Enumerable.Range(0, count).Select(i => own[(int)((i + 0.5) * own.Length / count)]);
    }
}
