using FluxEntropy.Leasing;
using FluxEntropy.Scoring;

namespace FluxEntropy.Tests.Scoring;

/// <summary>A corpus whose work never runs out, or begins at a time.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Profile">The profile it is scored under.</param>
/// <param name="Tokens">Tokens of each segment.</param>
/// <param name="From">Seconds after which it has work.</param>
internal sealed record FarmCorpus(string Id, string Profile, int Tokens, double From = 0);

/// <summary>
/// Devices that score corpora in simulated time: each runs the real loop, scores one segment at a time, and takes a while to load a
/// model. Answers take no time.
/// </summary>
internal sealed class ScorerFarm(
    IReadOnlyList<FarmCorpus> corpora,
    ScorerOptions options,
    double tokensPerSecond,
    TimeSpan load
)
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private readonly PriorityQueue<Action, DateTimeOffset> _events = new();
    private DateTimeOffset _now = Start;
    private int _segments;

    /// <summary>Tokens scored of each corpus.</summary>
    public Dictionary<string, long> Scored { get; } = corpora.ToDictionary(corpus => corpus.Id, _ => 0L);

    /// <summary>The longest time that each corpus had work and no segment of it was begun.</summary>
    public Dictionary<string, TimeSpan> LongestWait { get; } =
        corpora.ToDictionary(corpus => corpus.Id, _ => TimeSpan.Zero);

    /// <summary>Models that were loaded.</summary>
    public int Loads { get; private set; }

    public void Run(int devices, TimeSpan duration)
    {
        var begun = corpora.ToDictionary(corpus => corpus.Id, corpus => Start + TimeSpan.FromSeconds(corpus.From));
        for (var device = 0; device < devices; device++)
            new Device(this, new ScorerLoop(options: options), begun).Continue();
        while (_events.TryDequeue(out var happens, out var at) && at <= Start + duration)
        {
            _now = at;
            happens();
        }
        foreach (var (corpus, last) in begun)
            Waited(corpus, Start + duration - last);
    }

    private void Waited(string corpus, TimeSpan wait) =>
        LongestWait[corpus] = wait > LongestWait[corpus] ? wait : LongestWait[corpus];

    private sealed class Device(ScorerFarm farm, ScorerLoop loop, Dictionary<string, DateTimeOffset> begun)
    {
        private DateTimeOffset _free = Start;
        private long _waits;

        public void Continue()
        {
            while (true)
            {
                var action = loop.Next(farm._now);
                if (action is not ScorerAction.Wait { Until: var until })
                {
                    Do(action);
                    continue;
                }
                Assert.True(until > farm._now, "it waits for the past");
                var wait = ++_waits; // one that something else ended does nothing
                if (until < DateTimeOffset.MaxValue)
                    farm._events.Enqueue(
                        () =>
                        {
                            if (wait == _waits)
                                Continue();
                        },
                        until
                    );
                return;
            }
        }

        private void Do(ScorerAction action)
        {
            switch (action)
            {
                case ScorerAction.FindCorpora:
                    loop.Exist(farm.Scored.Keys, farm._now);
                    break;
                case ScorerAction.Listen:
                    loop.Heard(new WorkNews(1, true, []), farm._now);
                    break;
                case ScorerAction.Ask ask:
                    loop.Answered(ask.CorpusId, farm.Offer(ask), farm._now);
                    break;
                case ScorerAction.Load { ProfileHash: var profile }:
                    farm.Loads++;
                    After(farm._now + farm.LoadTime, () => loop.Loaded(profile, farm._now));
                    break;
                case ScorerAction.Score { Lease: var lease }:
                    Score(lease, farm.Corpus(lease.CorpusId));
                    break;
            }
        }

        private void Score(SegmentLease lease, FarmCorpus corpus)
        {
            farm.Waited(corpus.Id, farm._now - begun[corpus.Id]);
            begun[corpus.Id] = farm._now > begun[corpus.Id] ? farm._now : begun[corpus.Id];
            _free = (_free > farm._now ? _free : farm._now) + TimeSpan.FromSeconds(corpus.Tokens / farm.Speed);
            After(_free, () =>
            {
                farm.Scored[corpus.Id] += corpus.Tokens;
                loop.Scored(lease, corpus.Tokens);
            });
        }

        private void After(DateTimeOffset at, Action happens) =>
            farm._events.Enqueue(
                () =>
                {
                    happens();
                    Continue();
                },
                at
            );
    }

    private double Speed => tokensPerSecond;

    private TimeSpan LoadTime => load;

    private FarmCorpus Corpus(string id) => corpora.First(corpus => corpus.Id == id);

    private WorkOffer Offer(ScorerAction.Ask ask)
    {
        var corpus = Corpus(ask.CorpusId);
        if (_now < Start + TimeSpan.FromSeconds(corpus.From))
            return WorkOffer.None;
        var lease = new SegmentLease(corpus.Id, corpus.Profile, 0, _segments++);
        return new WorkOffer(corpus.Profile, corpus.Profile == ask.Ready ? lease : null);
    }
}
