namespace FluxEntropy.Orderings;

/// <summary>
/// Which columns the score files of a group's shards have. Files gain a column when a program that knows it comes into
/// use, so there are few stretches, however many files.
/// </summary>
internal sealed class ColumnStretches
{
    private readonly SortedDictionary<int, List<ColumnStretch>> _shards = [];

    public ColumnStretches(IEnumerable<ColumnStretch> stretches)
    {
        foreach (var stretch in stretches)
            Of(stretch.Shard).Add(stretch);
    }

    /// <summary>All stretches in the order of shards and segments.</summary>
    public IReadOnlyList<ColumnStretch> All => [.. _shards.Values.SelectMany(stretches => stretches)];

    /// <summary>Takes the next segment of its shard.</summary>
    public void Add(SegmentScores scores)
    {
        var stretches = Of(scores.Shard);
        if (stretches is not [.., var last] || !SameColumns(last, scores))
            stretches.Add(
                new ColumnStretch(scores.Shard, scores.Segment, [.. scores.Columns.Select(column => column.Name)])
            );
    }

    /// <summary>The first segment from one on, and below an end, whose score file lacks a column; null where none does.</summary>
    public int? NextLacking(int shard, string column, int from, int end)
    {
        var stretches = Of(shard);
        for (var i = 0; i < stretches.Count; i++)
        {
            var to = Math.Min(end, i + 1 < stretches.Count ? stretches[i + 1].FromSegment : end);
            var first = Math.Max(from, stretches[i].FromSegment);
            if (first < to && !stretches[i].Columns.Contains(column))
                return first;
        }
        return null;
    }

    private List<ColumnStretch> Of(int shard)
    {
        if (!_shards.TryGetValue(shard, out var stretches))
            _shards.Add(shard, stretches = []);
        return stretches;
    }

    private static bool SameColumns(ColumnStretch stretch, SegmentScores scores)
    {
        if (stretch.Columns.Count != scores.Columns.Count)
            return false;
        for (var i = 0; i < stretch.Columns.Count; i++)
        {
            if (stretch.Columns[i] != scores.Columns[i].Name)
                return false;
        }
        return true;
    }
}
