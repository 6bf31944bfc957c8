using FluxEntropy.Leasing;

namespace FluxEntropy.Scoring;

/// <summary>
/// What a scorer does: which corpus it asks, when it leases, renews, changes its model, gives back, waits and ends. Whoever runs it
/// does what <see cref="Next"/> says and tells it what came of that. Pure: the time is an argument. Not thread-safe.
/// </summary>
public sealed class ScorerLoop
{
    private readonly ScorerOptions _options;
    private readonly CorpusQueue _corpora;
    private readonly LeasesInProgress _leases;
    private readonly Dictionary<string, DateTimeOffset> _asked = []; // corpora that have not answered, and since when
    private readonly HashSet<string> _mayHoldLeases = []; // corpora that may have leased something to this scorer
    private string? _ready; // profile whose model is loaded
    private string? _wanted; // profile whose model is loaded next, once nothing is in progress
    private bool _isLoading;
    private DateTimeOffset _turnEnds;
    private DateTimeOffset _findAt = DateTimeOffset.MinValue; // MaxValue while the answer is on its way
    private DateTimeOffset _listenAt = DateTimeOffset.MinValue; // MaxValue while the answer is on its way
    private long _heard; // position of the last announcement that it knows

    /// <param name="ready">Profile whose model is loaded already, or null.</param>
    /// <param name="options">How it shares and waits; null for the defaults.</param>
    public ScorerLoop(string? ready = null, ScorerOptions? options = null)
    {
        _ready = ready;
        _options = options ?? new ScorerOptions();
        _corpora = new CorpusQueue(_options);
        _leases = new LeasesInProgress(_options.Renewal);
    }

    /// <summary>Whether it was told to stop.</summary>
    public bool IsStopping { get; private set; }

    /// <summary>What to do now. Each action is said once.</summary>
    public ScorerAction Next(DateTimeOffset now)
    {
        if (IsStopping)
            return NextToEnd();
        if (_leases.Next(now) is { } action)
            return action;
        if (_findAt <= now)
        {
            _findAt = DateTimeOffset.MaxValue;
            return new ScorerAction.FindCorpora();
        }
        return _wanted is not null ? NextToLoad() : NextToLease(now);
    }

    /// <summary>These corpora exist; null: that could not be found out.</summary>
    public void Exist(IReadOnlyCollection<string>? corpora, DateTimeOffset now)
    {
        _findAt = now + _options.Look;
        if (corpora is not null)
            _corpora.Exist(corpora, now);
    }

    /// <summary>The answer to <see cref="ScorerAction.Listen"/>; null: there was none.</summary>
    public void Heard(WorkNews? news, DateTimeOffset now)
    {
        _listenAt = now + _options.Look;
        if (news is null)
            return;
        _heard = news.Position;
        if (!news.IsComplete)
            _corpora.AllAnnounced(now);
        foreach (var corpus in news.Corpora)
            _corpora.Announced(corpus, now);
    }

    /// <summary>A corpus announces work.</summary>
    public void Announced(string corpusId, DateTimeOffset now) => _corpora.Announced(corpusId, now);

    /// <summary>Any corpus may have work: a process joined or is gone, and with it what it would have announced.</summary>
    public void AllAnnounced(DateTimeOffset now) => _corpora.AllAnnounced(now);

    /// <summary>A corpus answered.</summary>
    public void Answered(string corpusId, WorkOffer offer, DateTimeOffset now)
    {
        _asked.Remove(corpusId);
        if (offer.Lease is null)
        {
            _corpora.Answered(corpusId, offer.ProfileHash, now);
            if (!_leases.Of(corpusId).Any())
                _mayHoldLeases.Remove(corpusId);
        }
        else if (offer.ProfileHash == _ready && !_isLoading && !IsStopping)
        {
            _leases.Begin(offer.Lease, _corpora.Leased(corpusId, now), now);
        }
        else // it is late: the model is another one by now, or the scorer stops
        {
            _corpora.Answered(corpusId, offer.ProfileHash, now);
            _leases.Return(offer.Lease);
        }
    }

    /// <summary>A corpus did not answer.</summary>
    public void Silent(string corpusId, DateTimeOffset now)
    {
        _asked.Remove(corpusId);
        _corpora.Silent(corpusId, now);
    }

    /// <summary>The model of a profile is loaded.</summary>
    public void Loaded(string profileHash, DateTimeOffset now)
    {
        (_isLoading, _wanted, _ready) = (false, null, profileHash);
        _turnEnds = now + _options.Turn;
        _corpora.Loaded(profileHash);
    }

    /// <summary>The model of a profile cannot be loaded; the one before is gone.</summary>
    public void Broken(string profileHash, DateTimeOffset now)
    {
        (_isLoading, _wanted, _ready) = (false, null, null);
        _corpora.Broken(profileHash, now);
    }

    /// <summary>The scores of a segment are published.</summary>
    /// <param name="lease">The segment.</param>
    /// <param name="tokens">Tokens that were scored for it; 0 where its scores were there already.</param>
    public void Scored(SegmentLease lease, long tokens)
    {
        if (_leases.End(lease) is { } charged)
            _corpora.Scored(lease.CorpusId, charged, tokens);
    }

    /// <summary>A segment could not be scored.</summary>
    public void Failed(SegmentLease lease, DateTimeOffset now)
    {
        if (_leases.End(lease) is null || IsStopping)
            return;
        _corpora.Failed(lease.CorpusId, now);
        _leases.Return(lease);
    }

    /// <summary>Ends once what is in progress has ended, and gives every lease back.</summary>
    public void Stop()
    {
        IsStopping = true;
        _leases.Stop();
    }

    private ScorerAction NextToEnd()
    {
        if (_isLoading || _leases.Count > 0)
            return new ScorerAction.Wait(DateTimeOffset.MaxValue);
        if (_mayHoldLeases.FirstOrDefault() is not { } corpus)
            return new ScorerAction.End();
        _mayHoldLeases.Remove(corpus);
        return new ScorerAction.ReleaseAll(corpus);
    }

    private ScorerAction NextToLoad()
    {
        if (_isLoading || _leases.Count > 0)
            return WaitUntil(DateTimeOffset.MaxValue);
        _isLoading = true;
        return new ScorerAction.Load(_wanted!);
    }

    private ScorerAction NextToLease(DateTimeOffset now)
    {
        // A late answer does not count: a corpus that hangs keeps no device from the others.
        var awaited = _asked.Values.Where(since => since > now - _options.Poll).ToArray();
        if (_leases.Count + awaited.Length >= _options.SegmentsInProgress)
            return WaitUntil(awaited.Length > 0 ? awaited.Min() + _options.Poll : DateTimeOffset.MaxValue);
        var isTurn = _ready is not null && now < _turnEnds;
        var choice = _corpora.Choose(_ready, isTurn, mayLoad: awaited.Length == 0, now);
        if (choice?.MustLoad is { } profile)
        {
            _wanted = profile;
            return NextToLoad();
        }
        if (choice?.CorpusId is { } corpus)
            return Ask(corpus, isTurn, now);
        if (_listenAt > now)
            return WaitUntil(Earlier(_listenAt, _corpora.NextAsk));
        _listenAt = DateTimeOffset.MaxValue;
        return new ScorerAction.Listen(_heard);
    }

    private ScorerAction.Ask Ask(string corpus, bool isTurn, DateTimeOffset now)
    {
        _asked[corpus] = now;
        _mayHoldLeases.Add(corpus);
        _corpora.Asked(corpus);
        return new ScorerAction.Ask(corpus, _ready, isTurn, [.. _corpora.BrokenProfiles(now)], [.. _leases.Of(corpus)]);
    }

    private ScorerAction.Wait WaitUntil(DateTimeOffset until) =>
        new(Earlier(Earlier(until, _findAt), _leases.NextRenewal));

    private static DateTimeOffset Earlier(DateTimeOffset left, DateTimeOffset right) => left < right ? left : right;
}
