namespace FluxEntropy.Leasing;

/// <summary>
/// Who scores which segment, under one profile. Leases serve efficiency, never correctness: the published score file
/// decides, so this table lives in memory and is rebuilt from the files that are there. A lease that ran out is given
/// to the next who asks. Pure: the time is an argument. Not thread-safe.
/// </summary>
public sealed class LeaseTable
{
    private readonly Shard[] _shards;
    private readonly TimeSpan _duration;
    private int _turn; // the shard that the next lease is looked for first, so that shards advance together

    /// <param name="shards">Shards of the corpus.</param>
    /// <param name="duration">How long a lease holds unless it is completed, renewed or released.</param>
    public LeaseTable(int shards, TimeSpan duration)
    {
        _shards = [.. Enumerable.Range(0, shards).Select(_ => new Shard())];
        _duration = duration;
    }

    /// <summary>Segments that are offered and not scored, or to be rescored.</summary>
    public long Pending => _shards.Sum(shard => shard.Pending);

    /// <summary>Whether a scorer that asks now would get a segment.</summary>
    public bool HasWork(DateTimeOffset now) => _shards.Any(shard => shard.HasWork(now));

    /// <summary>Says how many segments of a shard were cut so far; a smaller number than before changes nothing.</summary>
    public void Offer(int shard, int segments) => _shards[shard].Offered = Math.Max(_shards[shard].Offered, segments);

    /// <summary>Says that a score file is published. Idempotent, in any order.</summary>
    public void Complete(SegmentKey key) => _shards[key.Shard].Complete(key.Segment);

    /// <summary>
    /// Leases up to <paramref name="max"/> segments: first those whose lease ran out, then new ones, in the order of each
    /// shard; where there
    /// are none of either, those to be rescored.
    /// </summary>
    public IReadOnlyList<SegmentKey> Take(string holder, int max, DateTimeOffset now)
    {
        var taken = Take(max, shard => shard.Take(holder, now, now + _duration));
        return taken.Count > 0 ? taken : Take(max, shard => shard.TakeReopened(holder, now + _duration));
    }

    private List<SegmentKey> Take(int max, Func<Shard, int?> take)
    {
        var taken = new List<SegmentKey>();
        for (var idle = 0; taken.Count < max && idle < _shards.Length; _turn = (_turn + 1) % _shards.Length)
        {
            if (take(_shards[_turn]) is { } segment)
            {
                taken.Add(new SegmentKey(_turn, segment));
                idle = 0;
            }
            else
            {
                idle++;
            }
        }
        return taken;
    }

    /// <summary>
    /// Says that a segment that was scored is to be rescored, for metrics that it lacks. One that waits or is leased stays so.
    /// </summary>
    /// <returns>Whether it waits now and did not before.</returns>
    public bool Reopen(SegmentKey key) => _shards[key.Shard].Reopen(key.Segment);

    /// <summary>Extends the lease of a segment, if the holder still has it.</summary>
    public void Renew(string holder, SegmentKey key, DateTimeOffset now) =>
        _shards[key.Shard].Hold(holder, key.Segment, now + _duration);

    /// <summary>Gives the lease of a segment back, if the holder still has it: whoever asks next gets it.</summary>
    /// <returns>Whether the holder still had it.</returns>
    public bool Release(string holder, SegmentKey key) =>
        _shards[key.Shard].Hold(holder, key.Segment, DateTimeOffset.MinValue);

    /// <summary>
    /// Gives every lease of a holder back but those that it knows of: the answers that gave it the others were lost, or it was
    /// started again since.
    /// </summary>
    /// <returns>Whether there were others.</returns>
    public bool Keep(string holder, IReadOnlySet<SegmentKey> known)
    {
        var released = false;
        for (var shard = 0; shard < _shards.Length; shard++)
            released |= _shards[shard].ReleaseWhere(holder, segment => !known.Contains(new SegmentKey(shard, segment)));
        return released;
    }

    private sealed class Shard
    {
        private readonly SortedDictionary<int, Lease> _leased = [];
        private readonly HashSet<int> _completed = []; // at or beyond next
        private readonly SortedSet<int> _reopened = []; // completed before
        private int _next; // every segment below is leased or completed

        public int Offered { get; set; }

        public long Pending => Offered - _next + _leased.Count - _completed.Count + _reopened.Count;

        public bool HasWork(DateTimeOffset now)
        {
            SkipCompleted();
            return _next < Offered || _reopened.Count > 0 || _leased.Values.Any(lease => lease.Until <= now);
        }

        public int? Take(string holder, DateTimeOffset now, DateTimeOffset until)
        {
            foreach (var (segment, lease) in _leased)
            {
                if (lease.Until <= now)
                {
                    _leased[segment] = new Lease(holder, until);
                    return segment;
                }
            }
            SkipCompleted();
            if (_next >= Offered)
                return null;
            _leased.Add(_next, new Lease(holder, until));
            return _next++;
        }

        public int? TakeReopened(string holder, DateTimeOffset until)
        {
            if (_reopened.Count == 0)
                return null;
            var segment = _reopened.Min;
            _reopened.Remove(segment);
            _leased.Add(segment, new Lease(holder, until));
            return segment;
        }

        public bool Reopen(int segment)
        {
            SkipCompleted();
            return segment < _next && !_leased.ContainsKey(segment) && _reopened.Add(segment);
        }

        public void Complete(int segment)
        {
            _reopened.Remove(segment);
            if (segment >= _next)
            {
                _completed.Add(segment);
                Offered = Math.Max(Offered, segment + 1); // a published score file proves that its segment was cut
                SkipCompleted();
            }
            else
            {
                _leased.Remove(segment);
            }
        }

        public bool Hold(string holder, int segment, DateTimeOffset until)
        {
            if (!_leased.TryGetValue(segment, out var lease) || lease.Holder != holder || lease.Until == until)
                return false;
            _leased[segment] = lease with { Until = until };
            return true;
        }

        public bool ReleaseWhere(string holder, Func<int, bool> condition)
        {
            var released = false;
            foreach (var segment in _leased.Keys.Where(condition).ToArray())
                released |= Hold(holder, segment, DateTimeOffset.MinValue);
            return released;
        }

        // What is below is leased or completed already.
        private void SkipCompleted()
        {
            while (_completed.Remove(_next))
                _next++;
        }
    }

    private readonly record struct Lease(string Holder, DateTimeOffset Until);
}
