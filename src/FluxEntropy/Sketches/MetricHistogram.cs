using FluxEntropy.Codecs;
using FluxEntropy.Metrics;

namespace FluxEntropy.Sketches;

/// <summary>
/// The live distribution of one metric: documents and tokens counted in the integer cells of the metric's
/// <see cref="CellMapping"/>. Merging is integer addition, so it is exact and the order of merges does not matter; the
/// only error is the width of a cell, which every answer reports. Memory grows with the number of distinct cells met: 20 bytes each, in
/// arrays that are never changed, so that copies share them, and what was counted since. Not safe for use by several threads.
/// </summary>
public sealed class MetricHistogram : IEquatable<MetricHistogram>
{
    private const byte CodecVersion = 1;
    private const int FewestChanges = 256;
    private const int ChangedShare = 4; // changes are summed up once they are a quarter of the cells
    private readonly CellMapping _mapping;
    private readonly Dictionary<int, CellMass> _changes = []; // since the last sum
    private CumulativeCells _sum = CumulativeCells.None;

    /// <summary>An empty histogram.</summary>
    /// <param name="metric">A name of <see cref="MetricCatalog"/>.</param>
    /// <exception cref="ArgumentException">The metric is unknown.</exception>
    public MetricHistogram(string metric)
    {
        _mapping = CellMapping.For(metric);
        Metric = metric;
    }

    /// <summary>The metric whose values are counted.</summary>
    public string Metric { get; }

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
    /// <exception cref="InvalidOperationException">No document of that value was counted, or none of so many tokens; nothing changed.</exception>
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
    public void Merge(MetricHistogram other)
    {
        if (other.Metric != Metric)
            throw new ArgumentException(
                $"other: a histogram of {other.Metric} cannot be merged into one of {Metric}.",
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

    /// <summary>Compact bytes; equal histograms give equal bytes. The container adds the checksum.</summary>
    public byte[] Encode()
    {
        var writer = new ByteWriter();
        WriteTo(writer);
        return writer.ToArray();
    }

    /// <summary>Reads what <see cref="Encode"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a histogram; the message names the offset.</exception>
    public static MetricHistogram Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new ByteReader(bytes, "histogram");
        var histogram = ReadFrom(ref reader);
        reader.End();
        return histogram;
    }

    /// <inheritdoc/>
    public bool Equals(MetricHistogram? other) =>
        other is not null
        && Metric == other.Metric
        && Documents == other.Documents
        && Tokens == other.Tokens
        && Summed().Entries.SequenceEqual(other.Summed().Entries);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as MetricHistogram);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Metric, Documents, Tokens);

    /// <summary>version, metric, number of cells, then per cell: distance from the cell before, documents, tokens.</summary>
    internal void WriteTo(ByteWriter writer)
    {
        writer.Byte(CodecVersion);
        writer.String(Metric);
        var sum = Summed();
        writer.Count(sum.Cells.Length);
        var before = 0;
        foreach (var (cell, mass) in sum.Entries)
        {
            writer.Signed(cell - before);
            writer.Unsigned((ulong)mass.Documents);
            writer.Unsigned((ulong)mass.Tokens);
            before = cell;
        }
    }

    internal static MetricHistogram ReadFrom(ref ByteReader reader)
    {
        reader.Version(CodecVersion);
        var metric = reader.String();
        if (!MetricCatalog.Names.Contains(metric))
            throw reader.Invalid($"metric '{metric}' is not known");
        var entries = new List<(int Cell, CellMass Mass)>();
        var (cell, total) = (0L, default(CellMass));
        for (var left = reader.Count(3); left > 0; left--)
        {
            var distance = reader.Signed();
            cell += distance;
            if (cell is < int.MinValue or > int.MaxValue || (distance <= 0 && entries.Count > 0))
                throw reader.Invalid("cells are not in ascending order");
            var mass = new CellMass(reader.LongNatural(), reader.LongNatural());
            if (mass.Documents > long.MaxValue - total.Documents || mass.Tokens > long.MaxValue - total.Tokens)
                throw reader.Invalid("the cells hold more than 2^63 - 1 documents or tokens");
            if (mass.Documents == 0)
                throw reader.Invalid($"cell {cell} holds no document");
            total += mass;
            entries.Add(((int)cell, mass));
        }

        return new MetricHistogram(metric)
        {
            _sum = CumulativeCells.Of(entries),
            Documents = total.Documents,
            Tokens = total.Tokens,
        };
    }

    private void Change(int cell, CellMass mass)
    {
        (Documents, Tokens) = (checked(Documents + mass.Documents), checked(Tokens + mass.Tokens));
        _changes[cell] = _changes.GetValueOrDefault(cell) + mass;
        if (_changes.Count >= Math.Max(FewestChanges, _sum.Cells.Length / ChangedShare))
            Summed();
    }

    private CumulativeCells Summed()
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
