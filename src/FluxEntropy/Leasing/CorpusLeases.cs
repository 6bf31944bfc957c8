namespace FluxEntropy.Leasing;

/// <summary>
/// Which segment of a corpus a scorer gets, where the corpus is scored under several profiles: those of higher rank first, and
/// a device that would have to load another model for them keeps the one it has for a while. Pure: the time is an argument.
/// Not thread-safe.
/// </summary>
/// <param name="shards">Shards of the corpus.</param>
/// <param name="duration">How long a lease holds unless it is completed, renewed or released.</param>
public sealed class CorpusLeases(int shards, TimeSpan duration)
{
    /// <summary>How long a device that has work under its profile is not asked to load another.</summary>
    public static readonly TimeSpan Turn = TimeSpan.FromSeconds(10);

    private readonly int[] _offered = new int[shards];
    private readonly Dictionary<string, LeaseTable> _tables = []; // by profile
    private readonly Dictionary<string, DateTimeOffset> _loaded = []; // when a scorer was last asked to load a model

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
    }

    /// <summary>Says how many segments of a shard were cut so far; a smaller number than before changes nothing.</summary>
    public void Offer(int shard, int segments)
    {
        _offered[shard] = Math.Max(_offered[shard], segments);
        foreach (var table in _tables.Values)
            table.Offer(shard, segments);
    }

    /// <summary>Segments to score under one profile; empty while there are none, or where another model must be loaded first.</summary>
    /// <param name="scorer">Who asks.</param>
    /// <param name="profiles">Those that it can score under and that were added, the most wanted first.</param>
    /// <param name="ready">The one whose model it has loaded, or null.</param>
    /// <param name="max">Most segments wanted.</param>
    /// <param name="now">Time of the call.</param>
    /// <returns>
    /// The profile, null where nothing waits; the segments to score under it, none where its model is not the one that is
    /// ready.
    /// </returns>
    public (string? Profile, IReadOnlyList<SegmentKey> Segments) Take(
        string scorer,
        IEnumerable<string> profiles,
        string? ready,
        int max,
        DateTimeOffset now
    )
    {
        var waiting = profiles.Where(profile => _tables[profile].Pending > 0).ToList();
        if (waiting.Count == 0)
            return (null, []);
        var stays = ready is not null && waiting.Contains(ready) && now - _loaded.GetValueOrDefault(scorer) < Turn;
        var profile = stays ? ready! : waiting[0];
        if (profile == ready)
            return (profile, _tables[profile].Take(scorer, max, now));
        _loaded[scorer] = now;
        return (profile, []);
    }

    /// <summary>Says that segments are to be rescored under a profile; those that wait or are leased stay so.</summary>
    public void Reopen(string profile, IEnumerable<SegmentKey> segments)
    {
        foreach (var key in segments)
            _tables.GetValueOrDefault(profile)?.Reopen(key);
    }

    /// <inheritdoc cref="LeaseTable.Complete" />
    public void Complete(string profile, SegmentKey key) => _tables.GetValueOrDefault(profile)?.Complete(key);

    /// <inheritdoc cref="LeaseTable.Renew" />
    public void Renew(string scorer, string profile, SegmentKey key, DateTimeOffset now) =>
        _tables.GetValueOrDefault(profile)?.Renew(scorer, key, now);

    /// <inheritdoc cref="LeaseTable.Release" />
    public void Release(string scorer, string profile, SegmentKey key) =>
        _tables.GetValueOrDefault(profile)?.Release(scorer, key);

    /// <inheritdoc cref="LeaseTable.Keep" />
    public void Keep(string scorer, IEnumerable<(string Profile, SegmentKey Key)> known)
    {
        var keys = known.ToLookup(lease => lease.Profile, lease => lease.Key);
        foreach (var (profile, table) in _tables)
            table.Keep(scorer, keys[profile].ToHashSet());
    }

    /// <summary>Gives all leases of a scorer back, which goes.</summary>
    public void Release(string scorer)
    {
        Keep(scorer, []);
        _loaded.Remove(scorer);
    }
}
