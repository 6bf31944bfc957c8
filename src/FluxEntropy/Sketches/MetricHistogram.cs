namespace FluxEntropy.Sketches;

/// <summary>
/// The live distribution of one metric: documents and tokens counted in the integer cells of a
/// <see cref="CellMapping"/>, which the histogram carries with it. Merging is integer addition, so it is exact and the
/// order of merges does not matter; the only error is the width of a cell, which every answer reports. Memory grows with
/// the number of distinct cells met: 20 bytes each, in arrays that are never changed, so that copies share them, and what
/// was counted since. Not safe for use by several threads.
/// </summary>
public sealed class MetricHistogram : IEquatable<MetricHistogram>
{
    private const int FewestChanges = 256;
    private const int ChangedShare = 4; // changes are summed up once they are a quarter of the cells
    private readonly CellMapping _mapping;
    private readonly Dictionary<int, CellMass> _changes = []; // since the last sum
    private CumulativeCells _sum;

    /// <summary>An empty histogram.</summary>
    /// <param name="metric">Name of the metric.</param>
    /// <param name="mapping">How its values map to cells.</param>
    public MetricHistogram(string metric, CellMapping mapping)
        : this(metric, mapping, CumulativeCells.None, default) { }

    internal MetricHistogram(string metric, CellMapping mapping, CumulativeCells sum, CellMass total)
    {
        (Metric, _mapping, _sum) = (metric, mapping, sum);
        (Documents, Tokens) = (total.Documents, total.Tokens);
    }

    /// <summary>The metric whose values are counted.</summary>
    public string Metric { get; }

    /// <summary>How its values map to cells.</summary>
    public CellMapping Mapping => _mapping;

    /// <summary>Documents counted.</summary>
    public long Documents { get; private set; }

    /// <summary>Tokens of the documents counted.</summary>
    public long Tokens { get; private set; }

    /// <summary>The cells that hold anything, from the lowest value to the highest.</summary>
    public IEnumerable<HistogramCell> Cells =>
        from entry in Summed().Entries
        select new HistogramCell(
            entry.Cell,
            _mapping.LowerBound(entry.Cell),
            _mapping.UpperBound(entry.Cell),
            entry.Mass.Documents,
            entry.Mass.Tokens
        );

    /// <summary>Counts one document. A document without a value (NaN) has no rank and must not be added.</summary>
    public void Add(float value, int tokens)
    {
        if (float.IsNaN(value))
            throw new ArgumentException(
                $"value: a document whose {Metric} is NaN is unranked; count it as such instead.",
                nameof(value)
            );
        ArgumentOutOfRangeException.ThrowIfNegative(tokens);
        Change(_mapping.CellOf(value), new CellMass(1, tokens));
    }

    /// <summary>Takes back one document that was counted.</summary>
    /// <exception cref="InvalidOperationException">
    /// No document of that value was counted, or none of so many tokens; nothing changed.
    /// </exception>
    public void Remove(float value, int tokens)
    {
        var cell = _mapping.CellOf(value);
        var left = _sum.MassOf(cell) + _changes.GetValueOrDefault(cell) + new CellMass(-1, -tokens);
        if (left.Documents < 0 || left.Tokens < 0 || (left.Documents == 0 && left.Tokens > 0))
            throw new InvalidOperationException(
                $"{Metric}: a document of {value} with {tokens} tokens was never counted."
            );
        Change(cell, new CellMass(-1, -tokens));
    }

    /// <summary>Adds everything that another histogram of the same metric counted.</summary>
    /// <exception cref="ArgumentException">It is of another metric, or its cells are others.</exception>
    public void Merge(MetricHistogram other)
    {
        if (other.Metric != Metric || !other._mapping.Equals(_mapping))
            throw new ArgumentException(
                $"other: a histogram of {other.Metric} in cells {other._mapping} cannot be merged into "
                    + $"one of {Metric} in cells {_mapping}.",
                nameof(other)
            );
        var added = other.Summed(); // stays as it is, so that a histogram can be doubled by itself
        if (Documents == 0)
        {
            _changes.Clear();
            (_sum, Documents, Tokens) = (added, other.Documents, other.Tokens);
            return;
        }
        foreach (var (cell, mass) in added.Entries)
            Change(cell, mass);
    }

    /// <summary>The value at rank ⌈q·mass⌉ (at least the first), to within its cell.</summary>
    /// <param name="q">Share of mass at or below the answer, in [0, 1].</param>
    /// <exception cref="InvalidOperationException">Nothing was counted.</exception>
    public QuantileAnswer Quantile(double q, Mass mass = Mass.Tokens)
    {
        if (!(q is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(q), q, "q: a share from 0 to 1 was expected.");
        var summed = Summed();
        var through = summed.Through(mass);
        var total = Total(mass);
        if (total == 0)
            throw new InvalidOperationException($"{Metric} has no quantiles: its histogram is empty.");
        var rank = Math.Clamp((long)Math.Ceiling(q * total), 1, total);
        var index = FirstAtLeast(through, rank);
        var cell = summed.Cells[index];
        var (lower, upper) = (_mapping.LowerBound(cell), _mapping.UpperBound(cell));
        var inCell = through[index] - (index == 0 ? 0 : through[index - 1]);
        var middle =
            double.IsInfinity(upper) || double.IsInfinity(lower) ? (cell < 0 ? upper : lower) : (lower + upper) / 2;
        return new QuantileAnswer(middle, lower, upper, (double)inCell / total);
    }

    /// <summary>The mass strictly below a value, to within the value's cell.</summary>
    public RankAnswer RankOf(float value, Mass mass = Mass.Tokens)
    {
        var summed = Summed();
        var through = summed.Through(mass);
        var cell = _mapping.CellOf(value);
        var index = Array.BinarySearch(summed.Cells, cell);
        var below = (index < 0 ? ~index : index) - 1;
        var massBelow = below < 0 ? 0 : through[below];
        return new RankAnswer(massBelow, index < 0 ? 0 : through[index] - massBelow);
    }

    /// <summary>The total of one kind of mass.</summary>
    public long Total(Mass mass) => mass == Mass.Tokens ? Tokens : Documents;

    /// <summary>Its own copy, which shares what neither changes.</summary>
    public MetricHistogram Copy() => new(Metric, _mapping, Summed(), new CellMass(Documents, Tokens));

    /// <inheritdoc cref="HistogramCodec.Encode"/>
    public byte[] Encode() => HistogramCodec.Encode(this);

    /// <inheritdoc cref="HistogramCodec.Decode"/>
    public static MetricHistogram Decode(ReadOnlySpan<byte> bytes) => HistogramCodec.Decode(bytes);

    /// <inheritdoc/>
    public bool Equals(MetricHistogram? other) =>
        other is not null
        && Metric == other.Metric
        && _mapping.Equals(other._mapping)
        && Documents == other.Documents
        && Tokens == other.Tokens
        && Summed().Entries.SequenceEqual(other.Summed().Entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetricHistogram);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Metric, Documents, Tokens);

    private void Change(int cell, CellMass mass)
    {
        (Documents, Tokens) = (checked(Documents + mass.Documents), checked(Tokens + mass.Tokens));
        _changes[cell] = _changes.GetValueOrDefault(cell) + mass;
        if (_changes.Count >= Math.Max(FewestChanges, _sum.Cells.Length / ChangedShare))
            Summed();
    }

    /// <summary>Everything that was counted. Immutable.</summary>
    internal CumulativeCells Summed()
    {
        if (_changes.Count > 0)
        {
            _sum = _sum.With(_changes);
            _changes.Clear();
        }
        return _sum;
    }

    private static int FirstAtLeast(long[] ascending, long value)
    {
        var (low, high) = (0, ascending.Length - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (ascending[middle] >= value)
                high = middle;
            else
                low = middle + 1;
        }

        return low;
    }
}
