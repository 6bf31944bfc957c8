namespace FluxEntropy.Leasing;

/// <summary>
/// How much each corpus, or each profile of one, was served, for start-time fair queueing (Goyal, Vin and Cheng, 1996): the one that
/// was served least is next. One that had no work for a while gets no credit for it: it comes back level with the least served of
/// those that had. Not thread-safe.
/// </summary>
internal sealed class FairShares
{
    private readonly Dictionary<string, long> _served = [];
    private readonly HashSet<string> _busy = [];
    private long _clock; // what the one had been served that was charged last, before the charge

    /// <summary>What one was served, on the common scale.</summary>
    public long Served(string key) => _served.GetValueOrDefault(key);

    /// <summary>Whether one has work, as far as is known.</summary>
    public bool IsBusy(string key) => _busy.Contains(key);

    /// <summary>One has work. Harmless where that was known.</summary>
    public void Join(string key)
    {
        if (_busy.Contains(key))
            return;
        var level = _busy.Count > 0 ? _busy.Min(Served) : _clock;
        _served[key] = Math.Max(Served(key), level);
        _busy.Add(key);
    }

    /// <summary>One has no work for now.</summary>
    public void Leave(string key) => _busy.Remove(key);

    /// <summary>One is gone.</summary>
    public void Forget(string key)
    {
        _busy.Remove(key);
        _served.Remove(key);
    }

    /// <summary>Charges one for what it gets.</summary>
    public void Charge(string key, long cost)
    {
        _clock = Math.Max(_clock, Served(key));
        _served[key] = Served(key) + cost;
    }

    /// <summary>Corrects an earlier charge, which was an estimate.</summary>
    public void Correct(string key, long difference)
    {
        if (_served.ContainsKey(key))
            _served[key] += difference;
    }
}
