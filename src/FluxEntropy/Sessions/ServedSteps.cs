namespace FluxEntropy.Sessions;

/// <summary>
/// In which steps each document was served: 16 bytes for each time that one was. Sorted but for the newest ninth, which is sorted
/// in now and then: a question costs a binary search, and a look through that.
/// </summary>
public sealed class ServedSteps
{
    private const int MostUnsorted = 4096;
    private static readonly Comparer<(long Document, long Service)> Order = Comparer<(long Document, long Service)>.Default;

    private readonly List<(long Document, long Service)> _served = []; // a service is twice the step, and one more where the document begins
    private int _sorted;

    /// <summary>Adds the next step.</summary>
    public void Add(PlannedStep step)
    {
        foreach (var row in step.Rows)
            _served.Add((Key(row.Shard, row.Row), (step.Step << 1) | (row.FromToken == 0 ? 1L : 0)));
        if (_served.Count - _sorted >= MostUnsorted + _sorted / 8)
            Sort();
    }

    /// <summary>Forgets the steps from one on.</summary>
    public void DropFrom(long step)
    {
        _served.RemoveAll(served => served.Service >> 1 >= step);
        Sort();
    }

    /// <summary>The steps in which a document was served, in order, each once.</summary>
    public IReadOnlyList<long> Of(int shard, int row)
    {
        var key = Key(shard, row);
        var steps = new SortedSet<long>();
        var first = _served.BinarySearch(0, _sorted, (key, 0), Order);
        for (var i = first < 0 ? ~first : first; i < _sorted && _served[i].Document == key; i++)
            steps.Add(_served[i].Service >> 1);
        for (var i = _sorted; i < _served.Count; i++)
        {
            if (_served[i].Document == key)
                steps.Add(_served[i].Service >> 1);
        }
        return [.. steps];
    }

    /// <summary>Every document that was begun, once for each time, with how often it had been before.</summary>
    internal IEnumerable<(int Shard, int Row, int Pass)> Begun()
    {
        Sort();
        var (document, pass) = (-1L, 0);
        foreach (var served in _served.Where(served => (served.Service & 1) == 1))
        {
            pass = served.Document == document ? pass + 1 : 0;
            document = served.Document;
            yield return ((int)(document >> 32), (int)document, pass);
        }
    }

    private void Sort()
    {
        _served.Sort();
        _sorted = _served.Count;
    }

    private static long Key(int shard, int row) => ((long)shard << 32) | (uint)row;
}
