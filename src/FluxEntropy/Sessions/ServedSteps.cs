namespace FluxEntropy.Sessions;

/// <summary>
/// In which steps each document was served: 4 bytes for each time that one was, and 12 for each document. What came last is kept as it
/// came, at most a ninth of all, and sorted in now and then: a question costs a binary search, and a look through that.
/// </summary>
public sealed class ServedSteps
{
    private const int MaxUnsorted = 4096;

    // A service is twice the step, and one more where the document begins.
    private readonly List<(long Document, uint Service)> _newest = [];
    private long[] _documents = []; // ascending
    private int[] _starts = [0]; // of each document's services, and the end
    private uint[] _services = []; // of each document, ascending

    /// <summary>Adds the next step.</summary>
    /// <exception cref="OverflowException">It is step 2^31 or a later one.</exception>
    public void Add(PlannedStep step)
    {
        foreach (var row in step.Rows)
            _newest.Add((Key(row.Shard, row.Row), checked((uint)((step.Step << 1) | (row.FromToken == 0 ? 1L : 0)))));
        if (_newest.Count >= MaxUnsorted + _services.Length / 8)
            Keep(All());
    }

    /// <summary>Forgets the steps from one on.</summary>
    public void DropFrom(long step) => Keep(All().Where(served => served.Service >> 1 < step));

    /// <summary>The steps in which a document was served, in order, each once.</summary>
    public IReadOnlyList<long> Of(int shard, int row)
    {
        var key = Key(shard, row);
        var steps = new SortedSet<long>();
        if (Array.BinarySearch(_documents, key) is >= 0 and var document)
            steps.UnionWith(
                _services[_starts[document].._starts[document + 1]].Select(service => (long)(service >> 1))
            );
        steps.UnionWith(_newest.Where(served => served.Document == key).Select(served => (long)(served.Service >> 1)));
        return [.. steps];
    }

    /// <summary>Every document that was begun, once for each time, with how often it had been before.</summary>
    internal IEnumerable<(int Shard, int Row, int Pass)> Begun()
    {
        var (document, pass) = (-1L, 0);
        foreach (var served in All().Where(served => (served.Service & 1) == 1))
        {
            pass = served.Document == document ? pass + 1 : 0;
            document = served.Document;
            yield return ((int)(document >> 32), (int)document, pass);
        }
    }

    // By document, then by service: two sorted sequences become one.
    private IEnumerable<(long Document, uint Service)> All()
    {
        _newest.Sort();
        var next = 0;
        for (var document = 0; document < _documents.Length; document++)
        {
            for (var i = _starts[document]; i < _starts[document + 1]; i++)
            {
                var served = (_documents[document], _services[i]);
                for (; next < _newest.Count && _newest[next].CompareTo(served) < 0; next++)
                    yield return _newest[next];
                yield return served;
            }
        }
        for (; next < _newest.Count; next++)
            yield return _newest[next];
    }

    private void Keep(IEnumerable<(long Document, uint Service)> all)
    {
        var (documents, starts, services) = (
            new List<long>(_documents.Length),
            new List<int>(_starts.Length),
            new List<uint>(_services.Length + _newest.Count)
        );
        foreach (var (document, service) in all)
        {
            if (documents.Count == 0 || documents[^1] != document)
            {
                documents.Add(document);
                starts.Add(services.Count);
            }
            services.Add(service);
        }
        starts.Add(services.Count);
        (_documents, _starts, _services) = ([.. documents], [.. starts], [.. services]);
        _newest.Clear();
        _newest.TrimExcess();
    }

    private static long Key(int shard, int row) => ((long)shard << 32) | (uint)row;
}
