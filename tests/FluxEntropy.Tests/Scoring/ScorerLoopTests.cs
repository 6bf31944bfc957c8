using FluxEntropy.Leasing;
using FluxEntropy.Scoring;

namespace FluxEntropy.Tests.Scoring;

public class ScorerLoopTests
{
    private const string Profile = "profile";
    private static readonly ScorerOptions Options = new();

    private DateTimeOffset _now = DateTimeOffset.UnixEpoch;

    [Fact]
    public void The_model_is_loaded_before_a_segment_is_leased()
    {
        var loop = Idle();
        var ask = Assert.IsType<ScorerAction.Ask>(loop.Next(_now));
        Assert.Null(ask.Ready);
        loop.Answered("a", new WorkOffer(Profile, null), _now);
        Assert.Equal(new ScorerAction.Load(Profile), loop.Next(_now));
        Assert.IsType<ScorerAction.Wait>(loop.Next(_now));
        loop.Loaded(Profile, _now);
        Assert.Equal(Profile, Assert.IsType<ScorerAction.Ask>(loop.Next(_now)).Ready);
    }

    [Fact]
    public void Three_segments_are_in_progress_and_then_it_waits()
    {
        var loop = Ready("a");
        for (var segment = 0; segment < 3; segment++)
            Assert.Equal(new ScorerAction.Score(Lease("a", segment)), Grant(loop, "a", segment));
        Assert.IsType<ScorerAction.Wait>(loop.Next(_now));
        loop.Scored(Lease("a", 0), 100);
        Assert.IsType<ScorerAction.Ask>(loop.Next(_now));
    }

    [Fact]
    public void A_corpus_is_told_which_of_its_leases_are_in_progress()
    {
        var loop = Ready("a");
        Grant(loop, "a", 0);
        Assert.Equal([Lease("a", 0)], Assert.IsType<ScorerAction.Ask>(loop.Next(_now)).Known);
    }

    [Fact]
    public void A_lease_in_progress_is_renewed()
    {
        var loop = Ready("a");
        Grant(loop, "a", 0);
        Dry(loop, "a");
        _now += Options.Renewal;
        Assert.Equal(new ScorerAction.Renew(Lease("a", 0)), loop.Next(_now));
        Assert.IsNotType<ScorerAction.Renew>(loop.Next(_now));
    }

    [Fact]
    public void An_idle_corpus_is_left_alone_until_it_announces_work_or_a_poll_is_due()
    {
        var loop = Ready("a");
        Dry(loop, "a");
        Assert.IsType<ScorerAction.Listen>(loop.Next(_now));
        loop.Heard(new WorkNews(1, true, []), _now);
        var wait = Assert.IsType<ScorerAction.Wait>(loop.Next(_now));
        Assert.Equal(_now + Options.Poll, wait.Until);
        loop.Announced("a", _now);
        Assert.IsType<ScorerAction.Ask>(loop.Next(_now));
    }

    [Fact]
    public void Idle_corpora_are_asked_less_and_less_often_until_something_may_have_changed()
    {
        var loop = Ready([.. Enumerable.Range(0, 20).Select(i => $"corpus-{i}")]);
        var end = _now + TimeSpan.FromHours(1);
        var asked = 0;
        while (_now < end)
            asked += DryUntilItWaits(loop);
        Assert.InRange(asked, 20 * 3600 / 30, 20 * (3600 / 30 + 5));
        loop.AllAnnounced(_now);
        Assert.Equal(20, DryUntilItWaits(loop));
    }

    [Fact]
    public void Work_that_is_announced_while_the_corpus_is_being_asked_is_asked_for_again()
    {
        var loop = Ready("a");
        Assert.IsType<ScorerAction.Ask>(loop.Next(_now));
        loop.Announced("a", _now);
        loop.Answered("a", WorkOffer.None, _now);
        Assert.IsType<ScorerAction.Ask>(loop.Next(_now));
    }

    [Fact]
    public void A_corpus_that_does_not_answer_holds_up_no_other()
    {
        var loop = Ready("hangs", "a");
        Assert.Equal("hangs", Assert.IsType<ScorerAction.Ask>(loop.Next(_now)).CorpusId);
        _now += Options.Poll; // its answer is late
        for (var segment = 0; segment < 3; segment++)
            Assert.Equal(new ScorerAction.Score(Lease("a", segment)), Grant(loop, "a", segment));
    }

    [Fact]
    public void A_segment_that_failed_is_given_back_and_its_corpus_alone_pauses_longer_each_time()
    {
        var loop = Ready("broken");
        var pause = Options.FailurePause;
        for (var failures = 1; failures <= 3; failures++)
        {
            Grant(loop, "broken", 0);
            loop.Failed(Lease("broken", 0), _now);
            Assert.Equal(new ScorerAction.Release(Lease("broken", 0)), loop.Next(_now));
            _now += pause - TimeSpan.FromMilliseconds(1);
            loop.Announced("broken", _now);
            Assert.DoesNotContain(UntilItWaits(loop), action => action is ScorerAction.Ask);
            _now += TimeSpan.FromMilliseconds(1);
            pause *= 2;
        }
    }

    [Fact]
    public void A_model_that_cannot_be_loaded_keeps_no_corpus_under_another_waiting()
    {
        var loop = Idle("a", "b");
        Assert.Equal("a", Assert.IsType<ScorerAction.Ask>(loop.Next(_now)).CorpusId);
        loop.Answered("a", new WorkOffer("broken", null), _now);
        Assert.Equal("b", Assert.IsType<ScorerAction.Ask>(loop.Next(_now)).CorpusId);
        loop.Answered("b", new WorkOffer(Profile, null), _now);
        Assert.Equal(new ScorerAction.Load("broken"), loop.Next(_now));
        loop.Broken("broken", _now);
        Dry(loop, "a");
        Assert.Equal(new ScorerAction.Load(Profile), loop.Next(_now));
    }

    [Fact]
    public void A_corpus_is_told_which_models_cannot_be_loaded_so_that_it_offers_work_under_another()
    {
        var loop = Idle("a");
        Assert.Empty(Assert.IsType<ScorerAction.Ask>(loop.Next(_now)).Broken);
        loop.Answered("a", new WorkOffer("broken", null), _now);
        Assert.Equal(new ScorerAction.Load("broken"), loop.Next(_now));
        loop.Broken("broken", _now);
        Assert.Equal(["broken"], Assert.IsType<ScorerAction.Ask>(loop.Next(_now)).Broken);
    }

    [Fact]
    public void A_lease_that_is_granted_after_the_model_was_changed_is_given_back()
    {
        var loop = Ready("late", "a");
        Assert.Equal("late", Assert.IsType<ScorerAction.Ask>(loop.Next(_now)).CorpusId);
        _now += Options.Turn;
        Assert.Equal("a", AskedNext(loop));
        loop.Answered("a", new WorkOffer("other", null), _now);
        Assert.Contains(new ScorerAction.Load("other"), UntilItWaits(loop));
        loop.Loaded("other", _now);
        loop.Answered("late", new WorkOffer(Profile, Lease("late", 0)), _now);
        Assert.Equal(new ScorerAction.Release(Lease("late", 0)), loop.Next(_now));
    }

    [Fact]
    public void A_stop_waits_for_what_is_in_progress_and_gives_everything_back()
    {
        var loop = Ready("a", "b");
        Grant(loop, "a", 0);
        loop.Stop();
        Assert.IsType<ScorerAction.Wait>(loop.Next(_now));
        loop.Failed(Lease("a", 0), _now); // cancelled
        Assert.Equal(new ScorerAction.ReleaseAll("a"), loop.Next(_now));
        Assert.IsType<ScorerAction.End>(loop.Next(_now));
    }

    private static SegmentLease Lease(string corpus, int segment) => new(corpus, Profile, 0, segment);

    private ScorerLoop Idle(params string[] corpora) => Knowing(new ScorerLoop(options: Options), corpora);

    private ScorerLoop Ready(params string[] corpora) => Knowing(new ScorerLoop(Profile, Options), corpora);

    private ScorerLoop Knowing(ScorerLoop loop, string[] corpora)
    {
        Assert.IsType<ScorerAction.FindCorpora>(loop.Next(_now));
        loop.Exist(corpora.Length == 0 ? ["a"] : corpora, _now);
        return loop;
    }

    private ScorerAction Grant(ScorerLoop loop, string corpus, int segment)
    {
        Assert.Equal(corpus, AskedNext(loop));
        loop.Answered(corpus, new WorkOffer(Profile, Lease(corpus, segment)), _now);
        return loop.Next(_now);
    }

    private void Dry(ScorerLoop loop, string corpus)
    {
        Assert.Equal(corpus, AskedNext(loop));
        loop.Answered(corpus, WorkOffer.None, _now);
    }

    /// <summary>No corpus has work; the clock is put to when it waits for. Returns how many were asked.</summary>
    private int DryUntilItWaits(ScorerLoop loop)
    {
        for (var asked = 0; ; )
        {
            var action = UntilItWaits(loop, ends: action => action is ScorerAction.Ask)[^1];
            if (action is ScorerAction.Wait { Until: var until })
            {
                _now = until;
                return asked;
            }
            asked++;
            loop.Answered(((ScorerAction.Ask)action).CorpusId, WorkOffer.None, _now);
        }
    }

    private string AskedNext(ScorerLoop loop) =>
        UntilItWaits(loop, ends: action => action is ScorerAction.Ask)[^1] is ScorerAction.Ask ask ? ask.CorpusId : "";

    private List<ScorerAction> UntilItWaits(ScorerLoop loop, Func<ScorerAction, bool>? ends = null)
    {
        var actions = new List<ScorerAction>();
        do
        {
            actions.Add(loop.Next(_now));
            if (actions[^1] is ScorerAction.FindCorpora)
                loop.Exist(null, _now);
            if (actions[^1] is ScorerAction.Listen)
                loop.Heard(null, _now);
        } while (actions[^1] is not ScorerAction.Wait && ends?.Invoke(actions[^1]) != true);
        return actions;
    }
}
