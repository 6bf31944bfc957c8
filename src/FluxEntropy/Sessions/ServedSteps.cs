namespace FluxEntropy.Sessions;

/// <summary>
/// In which steps each document was served: 16 bytes for each time that one was. Sorted but for the newest ninth, which is sorted
/// in now and then: a question costs a binary search, and a look through that.
/// </summary>
public sealed class ServedSteps
{
    private const int MostUnsorted = 4096;
    private static readonly Comparer<(long Document, int Step)> Order = Comparer<(long Document, int Step)>.Default;

    private readonly List<(long Document, int Step)> _served = [];
    private int _sorted;

    /// <summary>Adds the next step.</summary>
    public void Add(PlannedStep step)
    {
        foreach (var row in step.Rows)
            _served.Add((Key(row.Shard, row.Row), (int)step.Step));
        if (_served.Count - _sorted < MostUnsorted + _sorted / 8)
            return;
        _served.Sort();
        _sorted = _served.Count;
    }

    /// <summary>The steps in which a document was served, in order, each once.</summary>
    public IReadOnlyList<long> Of(int shard, int row)
    {
        var key = Key(shard, row);
        var steps = new SortedSet<long>();
        var first = _served.BinarySearch(0, _sorted, (key, 0), Order);
        for (var i = first < 0 ? ~first : first; i < _sorted && _served[i].Document == key; i++)
            steps.Add(_served[i].Step);
        for (var i = _sorted; i < _served.Count; i++)
        {
            if (_served[i].Document == key)
                steps.Add(_served[i].Step);
        }
        return [.. steps];
    }

    private static long Key(int shard, int row) => ((long)shard << 32) | (uint)row;
}
