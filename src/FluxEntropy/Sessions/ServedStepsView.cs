namespace FluxEntropy.Sessions;

/// <summary>In which steps each document was served, as of some step. Nothing of it changes, so that any thread can ask.</summary>
public sealed class ServedStepsView
{
    private const int DocumentsBetweenLooks = 1 << 16; // at the cancellation

    private readonly long[] _documents; // ascending
    private readonly int[] _starts; // of each document's services, and the end

    // A service is twice the step, and one more where the document begins.
    private readonly uint[] _services; // of each document, ascending
    private readonly ReadOnlyMemory<(long Document, uint Service)> _newest; // not sorted in yet

    private ServedStepsView(
        long[] documents,
        int[] starts,
        uint[] services,
        ReadOnlyMemory<(long Document, uint Service)> newest = default
    ) => (_documents, _starts, _services, _newest) = (documents, starts, services, newest);

    internal static ServedStepsView Empty { get; } = new([], [0], []);

    /// <summary>How many services are sorted in.</summary>
    internal int Services => _services.Length;

    /// <summary>The same with what came since, in the order in which it came.</summary>
    internal ServedStepsView With(ReadOnlyMemory<(long Document, uint Service)> newest) =>
        new(_documents, _starts, _services, newest);

    /// <summary>The steps in which a document was served, in order, each once.</summary>
    public IReadOnlyList<long> Of(int shard, int row)
    {
        var key = Key(shard, row);
        var steps = new SortedSet<long>();
        if (Array.BinarySearch(_documents, key) is >= 0 and var document)
            steps.UnionWith(
                _services[_starts[document].._starts[document + 1]].Select(service => (long)(service >> 1))
            );
        foreach (var (served, service) in _newest.Span)
        {
            if (served == key)
                steps.Add(service >> 1);
        }
        return [.. steps];
    }

    /// <summary>How many documents the steps [<paramref name="fromStep"/>, <paramref name="toStep"/>) served, each counted once.</summary>
    public long Documents(long fromStep, long toStep, CancellationToken cancellationToken)
    {
        var newest = new HashSet<long>();
        foreach (var (document, service) in _newest.Span)
        {
            if (IsWithin(service))
                newest.Add(document);
        }
        var count = (long)newest.Count;
        for (var document = 0; document < _documents.Length; document++)
        {
            if (document % DocumentsBetweenLooks == 0)
                cancellationToken.ThrowIfCancellationRequested();
            var services = _services.AsSpan(_starts[document].._starts[document + 1]);
            // Those of a document are in order: the first at or behind the beginning decides.
            var first = services.BinarySearch((uint)Math.Min(fromStep << 1, uint.MaxValue));
            first = first < 0 ? ~first : first;
            if (first < services.Length && IsWithin(services[first]) && !newest.Contains(_documents[document]))
                count++;
        }
        return count;

        bool IsWithin(uint service) => service >> 1 >= fromStep && service >> 1 < toStep;
    }

    internal static ServedStepsView Sorted(IEnumerable<(long Document, uint Service)> ascending)
    {
        var (documents, starts, services) = (new List<long>(), new List<int>(), new List<uint>());
        foreach (var (document, service) in ascending)
        {
            if (documents.Count == 0 || documents[^1] != document)
            {
                documents.Add(document);
                starts.Add(services.Count);
            }
            services.Add(service);
        }
        starts.Add(services.Count);
        return new ServedStepsView([.. documents], [.. starts], [.. services]);
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

    /// <summary>By document, then by service: two sorted sequences become one.</summary>
    internal IEnumerable<(long Document, uint Service)> All()
    {
        var newest = _newest.ToArray();
        Array.Sort(newest);
        var next = 0;
        for (var document = 0; document < _documents.Length; document++)
        {
            for (var i = _starts[document]; i < _starts[document + 1]; i++)
            {
                var served = (_documents[document], _services[i]);
                for (; next < newest.Length && newest[next].CompareTo(served) < 0; next++)
                    yield return newest[next];
                yield return served;
            }
        }
        for (; next < newest.Length; next++)
            yield return newest[next];
    }

    internal static long Key(int shard, int row) => ((long)shard << 32) | (uint)row;
}
