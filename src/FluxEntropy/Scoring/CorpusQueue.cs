using FluxEntropy.Leasing;

namespace FluxEntropy.Scoring;

/// <summary>
/// Which corpus a scorer asks next. One that had no work is asked again once it announces some, or after a poll; of those that have
/// work, the one that was served least. One that needs another model waits for the turn of the loaded model to end, or for its work
/// to run out. Pure: the time is an argument. Not thread-safe.
/// </summary>
internal sealed class CorpusQueue(ScorerOptions options)
{
    private readonly Dictionary<string, Corpus> _corpora = [];
    private readonly FairShares _shares = new();
    private readonly FailurePauses _pauses = new(options.FailurePause);
    private readonly FailurePauses _broken = new(options.FailurePause); // profiles whose model could not be loaded
    private long _lastCost = 1; // of a segment of any corpus, the estimate for one that was never scored

    /// <summary>When a corpus is to be asked next, if nothing happens before; the end of time where none is.</summary>
    public DateTimeOffset NextAsk =>
        _corpora.Values.Where(corpus => !corpus.IsAsked).Select(DueAt).DefaultIfEmpty(DateTimeOffset.MaxValue).Min();

    /// <summary>These corpora exist, and no others.</summary>
    public void Exist(IReadOnlyCollection<string> corpora, DateTimeOffset now)
    {
        foreach (var id in corpora)
            Announced(id, now, onlyIfNew: true);
        foreach (var gone in _corpora.Keys.Except(corpora).ToArray())
        {
            _corpora.Remove(gone);
            _shares.Forget(gone);
            _pauses.Clear(gone);
        }
    }

    /// <summary>A corpus announces work.</summary>
    public void Announced(string id, DateTimeOffset now, bool onlyIfNew = false)
    {
        if (!_corpora.TryGetValue(id, out var corpus))
        {
            _corpora.Add(id, new Corpus(id, options.Poll) { AskAt = now });
        }
        else if (!onlyIfNew)
        {
            corpus.Poll = options.Poll;
            corpus.AskAgain = corpus.IsAsked; // the answer on its way may be older than the announcement
            corpus.AskAt = corpus.AskAt > now ? now : corpus.AskAt;
        }
    }

    /// <summary>Any corpus may have work: an announcement may have been missed.</summary>
    public void AllAnnounced(DateTimeOffset now)
    {
        foreach (var id in _corpora.Keys)
            Announced(id, now);
    }

    /// <summary>The corpus to ask next, or null where none is to be asked now.</summary>
    /// <param name="ready">Profile whose model is loaded, or null.</param>
    /// <param name="isTurn">Whether that model is to be kept while there is work under it.</param>
    /// <param name="mayLoad">Whether another model may be chosen: no answer is on its way that could bring work under this one.</param>
    /// <param name="now">Time of the call.</param>
    public CorpusChoice? Choose(string? ready, bool isTurn, bool mayLoad, DateTimeOffset now)
    {
        if (Unknown(now) is { } unknown)
            return new CorpusChoice(unknown.Id, null);
        CorpusChoice? other = null; // the first that needs another model
        foreach (var corpus in Busy(now))
        {
            if (corpus.Wants is null || corpus.Wants == ready || corpus.AskAt <= now)
                return new CorpusChoice(corpus.Id, null);
            other ??= new CorpusChoice(corpus.Id, corpus.Wants);
            if (!isTurn)
                break;
        }
        return mayLoad ? other : null;
    }

    /// <summary>A corpus was asked.</summary>
    public void Asked(string id) => _corpora[id].IsAsked = true;

    /// <summary>A corpus answered that it has no work, or none that the loaded model can do.</summary>
    public void Answered(string id, string? wants, DateTimeOffset now)
    {
        if (!_corpora.TryGetValue(id, out var corpus))
            return;
        corpus.AskAt = corpus.AskAgain ? now : now + corpus.Poll;
        corpus.IsAsked = corpus.AskAgain = false;
        corpus.Wants = wants is not null && now < _broken.Until(wants) ? null : wants;
        if (corpus.Wants is null)
        {
            corpus.Poll = corpus.Poll * 2 < options.MaxPoll ? corpus.Poll * 2 : options.MaxPoll;
            _shares.Leave(id);
        }
        else
        {
            corpus.Poll = options.Poll;
            _shares.Join(id);
        }
    }

    /// <summary>A corpus answered with a segment.</summary>
    /// <returns>What it is charged for it until the cost is known.</returns>
    public long Leased(string id, DateTimeOffset now)
    {
        if (!_corpora.TryGetValue(id, out var corpus))
            return 0;
        corpus.IsAsked = corpus.AskAgain = false;
        corpus.Wants = null;
        corpus.Poll = options.Poll;
        corpus.AskAt = corpus.LeasedAt = now;
        _shares.Join(id);
        _shares.Charge(id, corpus.Cost ?? _lastCost);
        return corpus.Cost ?? _lastCost;
    }

    /// <summary>A corpus did not answer.</summary>
    public void Silent(string id, DateTimeOffset now)
    {
        if (!_corpora.TryGetValue(id, out var corpus))
            return;
        corpus.IsAsked = corpus.AskAgain = false;
        Failed(id, now);
    }

    /// <summary>Something of a corpus could not be scored.</summary>
    public void Failed(string id, DateTimeOffset now)
    {
        _pauses.Failed(id, now);
        _shares.Leave(id);
        if (_corpora.TryGetValue(id, out var corpus))
            corpus.Wants = null;
    }

    /// <summary>A segment of a corpus was scored.</summary>
    /// <param name="id">The corpus.</param>
    /// <param name="charged">What it was charged for the segment.</param>
    /// <param name="cost">What it cost, in tokens.</param>
    public void Scored(string id, long charged, long cost)
    {
        _pauses.Clear(id);
        if (!_corpora.TryGetValue(id, out var corpus))
            return;
        _shares.Correct(id, cost - charged);
        corpus.Cost = _lastCost = Math.Max(1, cost);
    }

    /// <summary>The model of a profile could not be loaded: for a while no work is asked for under it.</summary>
    public void Broken(string profile, DateTimeOffset now)
    {
        _broken.Failed(profile, now);
        foreach (var corpus in _corpora.Values.Where(corpus => corpus.Wants == profile))
        {
            corpus.Wants = null;
            corpus.AskAt = now; // it may have work under another
            _shares.Leave(corpus.Id);
        }
    }

    /// <summary>Profiles whose model could not be loaded and is not tried again yet.</summary>
    public IEnumerable<string> BrokenProfiles(DateTimeOffset now) => _broken.Paused(now);

    /// <summary>The model of a profile was loaded.</summary>
    public void Loaded(string profile) => _broken.Clear(profile);

    private DateTimeOffset DueAt(Corpus corpus)
    {
        var paused = _pauses.Until(corpus.Id);
        return corpus.AskAt > paused ? corpus.AskAt : paused;
    }

    private Corpus? Unknown(DateTimeOffset now) =>
        _corpora
            .Values.Where(corpus => !corpus.IsAsked && !_shares.IsBusy(corpus.Id) && DueAt(corpus) <= now)
            .MinBy(corpus => corpus.AskAt);

    private IEnumerable<Corpus> Busy(DateTimeOffset now) =>
        _corpora
            .Values.Where(corpus => !corpus.IsAsked && _shares.IsBusy(corpus.Id) && _pauses.Until(corpus.Id) <= now)
            .OrderBy(corpus => _shares.Served(corpus.Id))
            .ThenBy(corpus => corpus.LeasedAt);

    private sealed class Corpus(string id, TimeSpan poll)
    {
        public string Id { get; } = id;

        public TimeSpan Poll { get; set; } = poll; // until it is asked again where it has no work

        public DateTimeOffset AskAt { get; set; }

        public DateTimeOffset LeasedAt { get; set; }

        public bool IsAsked { get; set; } // and has not answered

        public bool AskAgain { get; set; } // announced work meanwhile

        public string? Wants { get; set; } // a profile whose model must be loaded first

        public long? Cost { get; set; } // of its last segment, in tokens
    }
}
