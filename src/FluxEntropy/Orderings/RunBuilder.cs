using FluxEntropy.Scores;

namespace FluxEntropy.Orderings;

/// <summary>
/// Gathers the ranked documents of score files, in segment order per shard, into one sorted run. An aggregate's unsealed
/// tail is one; an ordering by a metric that was not in use, or of a snapshot whose runs are gone, is rebuilt with one.
/// </summary>
public sealed class RunBuilder
{
    private readonly string _profileHash;
    private readonly int _column;
    private readonly IReadOnlyList<ShardMark> _from;
    private readonly Watermark _watermark;
    private readonly List<OrderingEntry> _entries = [];
    private MemoryRun? _built; // of everything gathered; null once more came

    /// <summary>A builder that goes on from marks.</summary>
    /// <exception cref="ArgumentException">The metric is unknown.</exception>
    public RunBuilder(string profileHash, string metric, IEnumerable<ShardMark> from)
    {
        _profileHash = profileHash;
        _column = MetricCatalog.Names.ToList().IndexOf(metric);
        if (_column < 0)
            throw new ArgumentException(
                $"metric: '{metric}' is not known; one of {string.Join(", ", MetricCatalog.Names)} was expected.", nameof(metric));
        _watermark = new Watermark(from);
        _from = _watermark.Marks;
    }

    /// <summary>The metric that sorts.</summary>
    public string Metric => MetricCatalog.Names[_column];

    /// <summary>How far each shard was read.</summary>
    public IReadOnlyList<ShardMark> Marks => _watermark.Marks;

    /// <summary>Documents gathered.</summary>
    public int Count => _entries.Count;

    /// <summary>Takes the next segment of its shard.</summary>
    /// <exception cref="InvalidOperationException">The segment is not the next one; nothing was taken.</exception>
    /// <exception cref="InvalidDataException">The columns do not fit each other; nothing was taken.</exception>
    public void Accept(SegmentScores scores)
    {
        scores.Check();
        _watermark.Advance(scores);
        _entries.AddRange(scores.Ranked(_column));
        _built = null;
    }

    /// <summary>The run of everything gathered; the builder can go on.</summary>
    public MemoryRun Build() => _built ??= Sorted();

    private MemoryRun Sorted()
    {
        var sources = from pair in _from.Zip(Marks)
                      where pair.First != pair.Second
                      select new RunSource(
                          pair.First.Shard, pair.First.NextSegment, pair.Second.NextSegment, pair.First.Checksum, pair.Second.Checksum);
        return new MemoryRun(new RunInfo(_profileHash, Metric, [.. sources]), _entries);
    }
}
