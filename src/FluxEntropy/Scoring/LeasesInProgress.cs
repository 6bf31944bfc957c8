using FluxEntropy.Leasing;

namespace FluxEntropy.Scoring;

/// <summary>The segments that a scorer has leased: which to begin, to renew and to give back. Not thread-safe.</summary>
/// <param name="renewal">How often a lease is renewed.</param>
internal sealed class LeasesInProgress(TimeSpan renewal)
{
    private readonly Dictionary<SegmentLease, Progress> _leases = [];
    private readonly Queue<SegmentLease> _waiting = []; // to be begun
    private readonly Queue<SegmentLease> _returned = []; // to be given back

    /// <summary>Segments in progress.</summary>
    public int Count => _leases.Count;

    /// <summary>When a lease must be renewed; the end of time where none is in progress.</summary>
    public DateTimeOffset NextRenewal =>
        _leases.Count == 0 ? DateTimeOffset.MaxValue : _leases.Values.Min(progress => progress.Renewed) + renewal;

    /// <summary>The leases of a corpus.</summary>
    public IEnumerable<SegmentLease> Of(string corpusId) => _leases.Keys.Where(lease => lease.CorpusId == corpusId);

    /// <summary>What is to be done with one of them now, or null.</summary>
    public ScorerAction? Next(DateTimeOffset now)
    {
        if (_waiting.TryDequeue(out var waiting))
            return new ScorerAction.Score(waiting);
        if (_returned.TryDequeue(out var returned))
            return new ScorerAction.Release(returned);
        if (NextRenewal > now)
            return null;
        var lease = _leases.MinBy(known => known.Value.Renewed).Key;
        _leases[lease] = _leases[lease] with { Renewed = now };
        return new ScorerAction.Renew(lease);
    }

    /// <summary>A segment is to be scored.</summary>
    /// <param name="lease">The segment.</param>
    /// <param name="charged">What its corpus was charged for it.</param>
    /// <param name="now">When it was leased.</param>
    public void Begin(SegmentLease lease, long charged, DateTimeOffset now)
    {
        if (_leases.TryAdd(lease, new Progress(charged, now)))
            _waiting.Enqueue(lease);
    }

    /// <summary>A segment is scored, or failed.</summary>
    /// <returns>What its corpus was charged for it; null where it was not in progress.</returns>
    public long? End(SegmentLease lease) => _leases.Remove(lease, out var progress) ? progress.Charged : null;

    /// <summary>A lease is to be given back.</summary>
    public void Return(SegmentLease lease) => _returned.Enqueue(lease);

    /// <summary>Nothing more is to be begun or given back.</summary>
    public void Stop()
    {
        foreach (var lease in _waiting)
            _leases.Remove(lease);
        _waiting.Clear();
        _returned.Clear();
    }

    private readonly record struct Progress(long Charged, DateTimeOffset Renewed);
}
