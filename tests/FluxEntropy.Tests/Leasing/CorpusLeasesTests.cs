using FluxEntropy.Leasing;

namespace FluxEntropy.Tests.Leasing;

public class CorpusLeasesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly string[] Profiles = ["active", "beside"];

    [Fact]
    public void Of_profiles_that_were_served_alike_the_one_of_the_higher_rank_is_next()
    {
        var leases = Offered(2);
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("a", Profiles, "active", false, 1, Start).Segments);
        Assert.Equal([new SegmentKey(0, 1)], leases.Take("a", Profiles, "active", false, 1, Start).Segments);
    }

    [Fact]
    public void Whoever_is_not_ready_is_told_what_to_load_and_leases_nothing()
    {
        var leases = Offered(1);
        Assert.Equal(("active", []), leases.Take("a", Profiles, null, false, 1, Start));
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("a", Profiles, "active", false, 1, Start).Segments);
    }

    [Fact]
    public void When_the_active_profile_is_scored_the_other_is()
    {
        var leases = Offered(1);
        leases.Complete("active", new SegmentKey(0, 0));
        Assert.Equal("beside", leases.Take("a", Profiles, "active", false, 1, Start).Profile);
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("a", Profiles, "beside", false, 1, Start).Segments);
        leases.Complete("beside", new SegmentKey(0, 0));
        Assert.Equal((null, []), leases.Take("a", Profiles, "beside", false, 1, Start));
        Assert.Equal(0, leases.Pending);
    }

    [Fact]
    public void A_scorer_that_stays_gets_what_its_model_can_score_while_there_is_some()
    {
        var leases = Offered(1);
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("a", Profiles, "beside", true, 1, Start).Segments);
        Assert.Equal(("active", []), leases.Take("a", Profiles, "beside", true, 1, Start));
    }

    [Fact]
    public void One_device_scores_a_corpus_under_its_profiles_by_turns_and_alike()
    {
        var leases = Offered(1000);
        var (ready, taken) = ("active", new Dictionary<string, int> { ["active"] = 0, ["beside"] = 0 });
        for (var asked = 0; asked < 400; asked++)
        {
            var (profile, segments) = leases.Take("a", Profiles, ready, false, 1, Start);
            ready = profile!;
            taken[ready] += segments.Count;
        }
        Assert.All(taken.Values, count => Assert.InRange(count, 150, 200));
    }

    [Fact]
    public void Two_devices_under_two_profiles_keep_their_models()
    {
        var leases = Offered(1000);
        for (var asked = 0; asked < 400; asked++)
        {
            Assert.Equal("active", leases.Take("a", Profiles, "active", false, 1, Start).Profile);
            Assert.Equal("beside", leases.Take("b", Profiles, "beside", false, 1, Start).Profile);
        }
    }

    [Fact]
    public void A_segment_that_is_reopened_is_work_and_is_announced()
    {
        var leases = Offered(1);
        foreach (var profile in Profiles)
            leases.Complete(profile, new SegmentKey(0, 0));
        Assert.Null(leases.Take("a", Profiles, "active", false, 1, Start).Profile);
        leases.Reopen("active", [new SegmentKey(0, 0)]);
        Assert.True(leases.TakeNews());
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("a", Profiles, "active", false, 1, Start).Segments);
    }

    [Fact]
    public void A_profile_whose_segments_are_all_leased_holds_nobody_up()
    {
        var leases = Offered(1);
        leases.Take("a", Profiles, "active", false, 1, Start);
        Assert.Equal(("beside", []), leases.Take("b", Profiles, "active", false, 1, Start));
    }

    [Fact]
    public void Work_is_announced_once_after_a_scorer_left_with_nothing()
    {
        var leases = Offered(1);
        Assert.True(leases.TakeNews());
        Assert.False(leases.TakeNews());
        leases.Take("a", ["active"], "active", false, 1, Start);
        leases.Offer(0, 2);
        Assert.False(leases.TakeNews()); // the scorer that leased asks again
        leases.Take("a", ["active"], "active", false, 1, Start);
        leases.Take("a", ["active"], "active", false, 1, Start);
        Assert.False(leases.TakeNews());
        leases.Offer(0, 3);
        Assert.True(leases.TakeNews());
    }

    [Fact]
    public void Work_that_comes_back_is_announced_as_well()
    {
        var leases = Offered(1);
        leases.TakeNews();
        leases.Take("gone", ["active"], "active", false, 1, Start);
        leases.Take("a", ["active"], "active", false, 1, Start);
        leases.ReleaseGone(scorer => scorer == "a");
        Assert.True(leases.TakeNews());
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("a", ["active"], "active", false, 1, Start).Segments);
    }

    [Fact]
    public void A_profile_added_later_knows_what_was_offered_and_what_is_scored()
    {
        var leases = new CorpusLeases(1, TimeSpan.FromMinutes(1));
        leases.Offer(0, 3);
        leases.Add("beside", [new SegmentKey(0, 1)]);
        Assert.Equal(
            [new SegmentKey(0, 0), new SegmentKey(0, 2)],
            leases.Take("a", ["beside"], "beside", false, 9, Start).Segments
        );
    }

    [Fact]
    public void Leases_that_a_scorer_does_not_know_of_are_given_back_under_every_profile()
    {
        var leases = Offered(2);
        leases.Take("a", ["active"], "active", false, 2, Start);
        leases.Take("a", ["beside"], "beside", false, 2, Start);
        leases.Keep("a", [("active", new SegmentKey(0, 1))]);
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("b", ["active"], "active", false, 9, Start).Segments);
        Assert.Equal(
            [new SegmentKey(0, 0), new SegmentKey(0, 1)],
            leases.Take("b", ["beside"], "beside", false, 9, Start).Segments
        );
    }

    [Fact]
    public void What_a_scorer_cannot_score_is_not_offered_to_it() =>
        Assert.Equal("beside", Offered(1).Take("a", ["beside"], null, false, 1, Start).Profile);

    private static CorpusLeases Offered(int segments)
    {
        var leases = new CorpusLeases(1, TimeSpan.FromMinutes(1));
        foreach (var profile in Profiles)
            leases.Add(profile, []);
        leases.Offer(0, segments);
        return leases;
    }
}
