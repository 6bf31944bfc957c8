using FluxEntropy.Leasing;

namespace FluxEntropy.Tests.Leasing;

public class CorpusLeasesTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly string[] Profiles = ["active", "beside"];

    [Fact]
    public void The_profile_of_the_higher_rank_is_served_first()
    {
        var leases = Offered(2);
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("a", Profiles, "active", 1, Start).Segments);
        Assert.Equal([new SegmentKey(0, 1)], leases.Take("a", Profiles, "active", 1, Start).Segments);
    }

    [Fact]
    public void Whoever_is_not_ready_is_told_what_to_load_and_leases_nothing()
    {
        var leases = Offered(1);
        Assert.Equal(("active", []), leases.Take("a", Profiles, null, 1, Start));
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("a", Profiles, "active", 1, Start).Segments);
    }

    [Fact]
    public void When_the_active_profile_is_scored_the_other_is()
    {
        var leases = Offered(1);
        leases.Complete("active", new SegmentKey(0, 0));
        Assert.Equal("beside", leases.Take("a", Profiles, "active", 1, Start).Profile);
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("a", Profiles, "beside", 1, Start).Segments);
        leases.Complete("beside", new SegmentKey(0, 0));
        Assert.Equal((null, []), leases.Take("a", Profiles, "beside", 1, Start));
        Assert.Equal(0, leases.Pending);
    }

    [Fact]
    public void A_device_that_changed_its_model_keeps_it_for_a_turn_while_it_has_work()
    {
        var leases = Offered(1);
        leases.Complete("active", new SegmentKey(0, 0));
        leases.Take("a", Profiles, "active", 1, Start); // told to load the other
        leases.Offer(0, 2);
        Assert.Equal("beside", leases.Take("a", Profiles, "beside", 1, Start + CorpusLeases.Turn / 2).Profile);
        Assert.Equal("active", leases.Take("a", Profiles, "beside", 1, Start + CorpusLeases.Turn).Profile);
    }

    [Fact]
    public void A_profile_added_later_knows_what_was_offered_and_what_is_scored()
    {
        var leases = new CorpusLeases(1, TimeSpan.FromMinutes(1));
        leases.Offer(0, 3);
        leases.Add("beside", [new SegmentKey(0, 1)]);
        Assert.Equal(
            [new SegmentKey(0, 0), new SegmentKey(0, 2)],
            leases.Take("a", ["beside"], "beside", 9, Start).Segments
        );
    }

    [Fact]
    public void Leases_that_a_scorer_does_not_know_of_are_given_back_under_every_profile()
    {
        var leases = Offered(2);
        leases.Take("a", ["active"], "active", 2, Start);
        leases.Take("a", ["beside"], "beside", 2, Start);
        leases.Keep("a", [("active", new SegmentKey(0, 1))]);
        Assert.Equal([new SegmentKey(0, 0)], leases.Take("b", ["active"], "active", 9, Start).Segments);
        Assert.Equal(
            [new SegmentKey(0, 0), new SegmentKey(0, 1)],
            leases.Take("b", ["beside"], "beside", 9, Start).Segments
        );
    }

    [Fact]
    public void What_a_scorer_cannot_score_is_not_offered_to_it() =>
        Assert.Equal("beside", Offered(1).Take("a", ["beside"], null, 1, Start).Profile);

    private static CorpusLeases Offered(int segments)
    {
        var leases = new CorpusLeases(1, TimeSpan.FromMinutes(1));
        foreach (var profile in Profiles)
            leases.Add(profile, []);
        leases.Offer(0, segments);
        return leases;
    }
}
