namespace FluxEntropy.Leasing;

/// <summary>
/// Which segment of a corpus a scorer gets. Where the corpus is scored under several profiles, they advance together: a scorer stays
/// with the model that it has loaded until another profile is behind by some segments. Pure: the time is an argument. Not thread-safe.
/// </summary>
/// <param name="shards">Shards of the corpus.</param>
/// <param name="duration">How long a lease holds unless it is completed, renewed or released.</param>
public sealed class CorpusLeases(int shards, TimeSpan duration)
{
    // A device changes its model for a profile that is this far behind, so that two devices under two profiles keep theirs.
    private const int MaxLeadSegments = 4;

    private readonly int[] _offered = new int[shards];
    private readonly Dictionary<string, LeaseTable> _tables = []; // by profile
    private readonly FairShares _shares = new(); // of the profiles, in segments
    private readonly HashSet<string> _scorers = []; // those that may hold leases
    private bool _isNew; // there may be work that there was not before
    private bool _isAwaited = true; // nobody has asked yet, or somebody left with nothing since the last announcement

    /// <summary>Segments that are offered and not scored, under all profiles.</summary>
    public long Pending => _tables.Values.Sum(table => table.Pending);

    /// <summary>Whether a profile was added.</summary>
    public bool Has(string profile) => _tables.ContainsKey(profile);

    /// <summary>Adds a profile, and the segments that are scored under it already.</summary>
    public void Add(string profile, IEnumerable<SegmentKey> scored)
    {
        var table = new LeaseTable(shards, duration);
        foreach (var key in scored)
            table.Complete(key);
        for (var shard = 0; shard < shards; shard++)
            table.Offer(shard, _offered[shard]);
        _tables.Add(profile, table);
        _isNew |= table.Pending > 0;
    }

    /// <summary>Says how many segments of a shard were cut so far; a smaller number than before changes nothing.</summary>
    public void Offer(int shard, int segments)
    {
        if (segments <= _offered[shard])
            return;
        _offered[shard] = segments;
        foreach (var table in _tables.Values)
            table.Offer(shard, segments);
        _isNew = true;
    }

    /// <summary>Whether the corpus should announce work now: there is some for a scorer that does not know. Once per news.</summary>
    public bool TakeNews()
    {
        if (!_isNew || !_isAwaited)
            return false;
        _isNew = _isAwaited = false;
        return true;
    }

    /// <summary>Segments to score under one profile; empty while there are none, or where another model must be loaded first.</summary>
    /// <param name="scorer">Who asks.</param>
    /// <param name="profiles">Those that it can score under and that were added; of those served alike, the first is the next.</param>
    /// <param name="ready">The one whose model it has loaded, or null.</param>
    /// <param name="stays">Whether work under that one comes before work under profiles that are behind.</param>
    /// <param name="max">The maximum of segments.</param>
    /// <param name="now">Time of the call.</param>
    /// <returns>
    /// The profile, null where nothing waits; the segments to score under it, none where its model is not the one that is
    /// ready.
    /// </returns>
    public (string? Profile, IReadOnlyList<SegmentKey> Segments) Take(
        string scorer,
        IEnumerable<string> profiles,
        string? ready,
        bool stays,
        int max,
        DateTimeOffset now
    )
    {
        _scorers.Add(scorer);
        var waiting = profiles.Where(profile => _tables[profile].HasWork(now)).ToList();
        foreach (var other in _tables.Keys.Except(waiting))
            _shares.Leave(other);
        waiting.ForEach(_shares.Join);
        if (waiting.Count == 0)
        {
            (_isNew, _isAwaited) = (false, true);
            return (null, []);
        }
        var profile = waiting.MinBy(_shares.Served)!;
        if (ready is not null && waiting.Contains(ready) && (stays || !IsAhead(ready, profile)))
            profile = ready;
        if (profile != ready)
            return (profile, []);
        var taken = _tables[profile].Take(scorer, max, now);
        _shares.Charge(profile, taken.Count);
        return (profile, taken);
    }

    /// <summary>Says that segments are to be rescored under a profile; those that wait or are leased stay so.</summary>
    public void Reopen(string profile, IEnumerable<SegmentKey> segments)
    {
        foreach (var key in segments)
            _isNew |= _tables.GetValueOrDefault(profile)?.Reopen(key) ?? false;
    }

    /// <inheritdoc cref="LeaseTable.Complete" />
    public void Complete(string profile, SegmentKey key) => _tables.GetValueOrDefault(profile)?.Complete(key);

    /// <inheritdoc cref="LeaseTable.Renew" />
    public void Renew(string scorer, string profile, SegmentKey key, DateTimeOffset now) =>
        _tables.GetValueOrDefault(profile)?.Renew(scorer, key, now);

    /// <inheritdoc cref="LeaseTable.Release" />
    public void Release(string scorer, string profile, SegmentKey key) =>
        _isNew |= _tables.GetValueOrDefault(profile)?.Release(scorer, key) ?? false;

    /// <inheritdoc cref="LeaseTable.Keep" />
    public void Keep(string scorer, IEnumerable<(string Profile, SegmentKey Key)> known)
    {
        var keys = known.ToLookup(lease => lease.Profile, lease => lease.Key);
        foreach (var (profile, table) in _tables)
            _isNew |= table.Keep(scorer, keys[profile].ToHashSet());
    }

    /// <summary>Gives all leases of a scorer back, which goes.</summary>
    public void Release(string scorer)
    {
        Keep(scorer, []);
        _scorers.Remove(scorer);
    }

    /// <summary>Gives back all leases of scorers that are gone.</summary>
    /// <param name="isAlive">Says of a scorer whether it is still there.</param>
    public void ReleaseGone(Func<string, bool> isAlive)
    {
        foreach (var scorer in _scorers.Where(scorer => !isAlive(scorer)).ToArray())
            Release(scorer);
    }

    private bool IsAhead(string profile, string other) =>
        _shares.Served(profile) - _shares.Served(other) >= MaxLeadSegments;
}
