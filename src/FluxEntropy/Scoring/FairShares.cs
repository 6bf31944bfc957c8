namespace FluxEntropy.Scoring;

/// <summary>
/// How much each corpus was served, for start-time fair queueing (Goyal, Vin and Cheng, 1996): the one that was served least is next.
/// One that had no work for a while gets no credit for it: it comes back level with the least served of those that had. Not
/// thread-safe.
/// </summary>
internal sealed class FairShares
{
    private readonly Dictionary<string, long> _served = [];
    private readonly HashSet<string> _busy = [];
    private long _clock; // what the corpus had been served that was charged last, before the charge

    /// <summary>What a corpus was served, on the common scale.</summary>
    public long Served(string corpus) => _served.GetValueOrDefault(corpus);

    /// <summary>Whether a corpus has work, as far as is known.</summary>
    public bool IsBusy(string corpus) => _busy.Contains(corpus);

    /// <summary>A corpus has work. Harmless where that was known.</summary>
    public void Join(string corpus)
    {
        if (_busy.Contains(corpus))
            return;
        var level = _busy.Count > 0 ? _busy.Min(Served) : _clock;
        _served[corpus] = Math.Max(Served(corpus), level);
        _busy.Add(corpus);
    }

    /// <summary>A corpus has no work for now.</summary>
    public void Leave(string corpus) => _busy.Remove(corpus);

    /// <summary>A corpus is gone.</summary>
    public void Forget(string corpus)
    {
        _busy.Remove(corpus);
        _served.Remove(corpus);
    }

    /// <summary>Charges a corpus for what it gets.</summary>
    public void Charge(string corpus, long cost)
    {
        _clock = Math.Max(_clock, Served(corpus));
        _served[corpus] = Served(corpus) + cost;
    }

    /// <summary>Corrects an earlier charge, which was an estimate.</summary>
    public void Correct(string corpus, long difference)
    {
        if (_served.ContainsKey(corpus))
            _served[corpus] += difference;
    }
}
