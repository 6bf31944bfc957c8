using System.Collections.Frozen;
using CsCheck;
using FluxEntropy.Leasing;

namespace FluxEntropy.Tests.Leasing;

public class LeaseTableTests
{
    private static readonly DateTimeOffset Start = DateTimeOffset.UnixEpoch;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void A_segment_is_leased_once_until_its_lease_runs_out()
    {
        var table = new LeaseTable(1, Minute);
        table.Offer(0, 1);
        Assert.Equal([new SegmentKey(0, 0)], table.Take("a", 5, Start));
        Assert.Empty(table.Take("b", 5, Start + Minute / 2));
        Assert.Equal([new SegmentKey(0, 0)], table.Take("b", 5, Start + Minute));
    }

    [Fact]
    public void Shards_advance_together()
    {
        var table = new LeaseTable(3, Minute);
        for (var shard = 0; shard < 3; shard++)
            table.Offer(shard, 10);
        Assert.Equal([0, 1, 2, 0], table.Take("a", 4, Start).Select(key => key.Shard));
    }

    [Fact]
    public void Released_leases_are_taken_at_once_and_renewed_ones_are_not()
    {
        var table = new LeaseTable(1, Minute);
        table.Offer(0, 2);
        table.Take("a", 1, Start);
        table.Take("b", 1, Start);
        table.Renew("b", new SegmentKey(0, 1), Start + Minute);
        table.Keep("a", FrozenSet<SegmentKey>.Empty);
        Assert.Equal([new SegmentKey(0, 0)], table.Take("c", 5, Start + Minute));
    }

    [Fact]
    public void Leases_that_their_holder_does_not_know_of_are_given_back()
    {
        var table = new LeaseTable(2, Minute);
        table.Offer(0, 1);
        table.Offer(1, 2);
        table.Take("a", 2, Start);
        table.Take("b", 1, Start);
        table.Keep("a", new HashSet<SegmentKey> { new(1, 0), new(1, 1) });
        Assert.Equal([new SegmentKey(0, 0)], table.Take("c", 5, Start));
    }

    [Fact]
    public void A_segment_that_failed_is_given_back_alone_and_only_by_its_holder()
    {
        var table = new LeaseTable(1, Minute);
        table.Offer(0, 2);
        table.Take("a", 2, Start);
        table.Release("b", new SegmentKey(0, 0));
        table.Release("a", new SegmentKey(0, 1));
        table.Renew("b", new SegmentKey(0, 1), Start);
        Assert.Equal([new SegmentKey(0, 1)], table.Take("c", 5, Start));
    }

    [Fact]
    public void What_was_published_before_is_never_leased()
    {
        var table = new LeaseTable(1, Minute);
        table.Complete(new SegmentKey(0, 0));
        table.Complete(new SegmentKey(0, 2));
        table.Offer(0, 4);
        Assert.Equal(2, table.Pending);
        Assert.Equal([new SegmentKey(0, 1), new SegmentKey(0, 3)], table.Take("a", 9, Start));
    }

    [Fact]
    public void Every_segment_is_completed_exactly_once_whatever_happens_in_between() =>
        Gen.Select(Gen.Int[0, 3], Gen.Int[0, 2], Gen.Int[0, 90])
            .Array[1, 200]
            .Sample(events =>
            {
                var table = new LeaseTable(2, Minute);
                table.Offer(0, 20);
                table.Offer(1, 20);
                var now = Start;
                var completed = new HashSet<SegmentKey>();
                foreach (var (kind, holder, seconds) in events)
                {
                    now += TimeSpan.FromSeconds(seconds);
                    if (kind == 3)
                        table.Keep($"{holder}", FrozenSet<SegmentKey>.Empty);
                    foreach (var key in table.Take($"{holder}", kind, now))
                    {
                        Assert.DoesNotContain(key, completed);
                        if (seconds % 2 == 0 && completed.Add(key))
                            table.Complete(key);
                    }
                    Assert.Equal(40 - completed.Count, table.Pending);
                }
                foreach (var key in table.Take("last", 100, now + Minute))
                    Assert.True(completed.Add(key));
                Assert.Equal(40, completed.Count);
            });

    [Fact]
    public void Segments_to_be_rescored_are_leased_when_nothing_else_waits()
    {
        var table = new LeaseTable(2, Minute);
        table.Complete(new SegmentKey(0, 0));
        table.Complete(new SegmentKey(0, 1));
        table.Reopen(new SegmentKey(0, 1));
        table.Reopen(new SegmentKey(0, 1));
        table.Offer(1, 1);
        Assert.Equal(2, table.Pending);
        Assert.Equal([new SegmentKey(1, 0)], table.Take("a", 1, Start));
        table.Complete(new SegmentKey(1, 0));
        Assert.Equal([new SegmentKey(0, 1)], table.Take("a", 5, Start));
        table.Reopen(new SegmentKey(0, 1)); // it is leased
        Assert.Empty(table.Take("b", 5, Start));
        table.Complete(new SegmentKey(0, 1));
        Assert.Equal(0, table.Pending);
        table.Reopen(new SegmentKey(1, 5)); // never cut
        Assert.Empty(table.Take("b", 5, Start));
    }
}
