using CsCheck;
using FluxEntropy.Orderings;
using FluxEntropy.Sketches;

namespace FluxEntropy.Tests.Orderings;

public sealed class SnapshotOrderingTests
{
    [Fact]
    public void Bins_partition_the_ranks_into_equal_masses_to_within_one_document() =>
        Gen.Select(Gen.Int[1, 60], Gen.OneOfConst(Mass.Tokens, Mass.Documents), Gen.Int[1, 100])
            .Sample(
                (bins, mass, seed) =>
                {
                    using var ordering = Documents.Ordering(2, 3, seed: seed);
                    var bounds = ordering.BinBounds(bins, mass);
                    Assert.Equal((0, ordering.Count, bins + 1), (bounds[0], bounds[^1], bounds.Length));
                    Assert.Equal(bounds.Order(), bounds);
                    var largest =
                        mass == Mass.Documents
                            ? 1
                            : Enumerable.Range(0, (int)ordering.Count).Max(rank => ordering.EntryAt(rank).Tokens);
                    for (var k = 0; k <= bins; k++)
                    {
                        var (before, total) =
                            mass == Mass.Documents
                                ? (bounds[k], ordering.Count)
                                : (ordering.TokensBefore(bounds[k]), ordering.TotalTokens);
                        Assert.InRange(before, (double)total * k / bins, ((double)total * k / bins) + largest);
                    }
                }
            );

    [Fact]
    public void Documents_with_a_tombstone_are_left_out()
    {
        using var all = Documents.Ordering(1, 2);
        var gone = all.EntryAt(3);
        var builder = new RunBuilder(Documents.Profile, "entropy.mean", [ShardMark.Start(0)]);
        SegmentScores[] segments = [Documents.Segment(1, 0, 0), Documents.Segment(1, 0, 1)];
        foreach (var segment in segments)
            builder.Accept(segment);
        builder.Delete(segments[gone.Row / 20], [gone.Row]);
        builder.Advance(0, 0, 1);
        using var folder = new TemporaryFolder();
        using (var stream = File.Create(folder["merged"]))
            RunMerge.Write(stream, [builder.Build()], [builder.BuildDeleted()]);
        Assert.Throws<InvalidDataException>(() => SnapshotOrdering.Open(all.Snapshot, folder["merged"])); // which heeds no tombstone
        using var ordering = SnapshotOrdering.Open(Documents.SnapshotOf(builder.Marks), folder["merged"]);
        var expected = Enumerable
            .Range(0, (int)all.Count)
            .Select(rank => all.EntryAt(rank))
            .Where(entry => entry != gone);
        Assert.Equal(expected, Enumerable.Range(0, (int)ordering.Count).Select(rank => ordering.EntryAt(rank)));
    }

    [Fact]
    public void An_ordering_that_is_shared_can_be_read_until_the_last_one_is_done_with_it()
    {
        using var folder = new TemporaryFolder();
        var builder = new RunBuilder(Documents.Profile, "entropy.mean", [ShardMark.Start(0)]);
        builder.Accept(Documents.Segment(1, 0, 0));
        using (var stream = File.Create(folder["run"]))
            RunMerge.Write(stream, [builder.Build()], []);
        var first = SnapshotOrdering.Open(Documents.SnapshotOf(builder.Marks), folder["run"]);
        var second = first.Share();
        first.Dispose();
        first.Dispose(); // counts once
        Assert.Throws<ObjectDisposedException>(first.Share);
        Assert.Equal(0, second.TokensBefore(0));
        second.Dispose();
        Assert.Throws<ObjectDisposedException>(() => second.TokensBefore(0));
    }

    [Fact]
    public void A_run_of_other_score_files_is_refused()
    {
        using var ordering = Documents.Ordering(1, 2, seed: 1);
        var builder = new RunBuilder(Documents.Profile, "entropy.mean", [ShardMark.Start(0)]);
        builder.Accept(Documents.Segment(2, 0, 0));
        builder.Accept(Documents.Segment(2, 0, 1));
        Assert.Contains(
            ordering.Snapshot.Hash.ToString("x32"),
            Assert.Throws<InvalidDataException>(() => new SnapshotOrdering(ordering.Snapshot, builder.Build())).Message
        );
    }

    [Fact]
    public void A_snapshots_hash_changes_with_any_part_of_it()
    {
        var mark = new SnapshotMark(0, 3, 1, 77);
        Snapshot[] snapshots =
        [
            new("c", "p", "m", [mark]),
            new("d", "p", "m", [mark]),
            new("c", "q", "m", [mark]),
            new("c", "p", "n", [mark]),
            new("c", "p", "m", [mark with { Shard = 1 }]),
            new("c", "p", "m", [mark with { NextSegment = 4 }]),
            new("c", "p", "m", [mark with { NextTombstone = 2 }]),
            new("c", "p", "m", [mark with { Checksum = 78 }]),
            new("c", "p", "m", [mark, mark with { Shard = 1 }]),
        ];
        Assert.Equal(snapshots.Length, snapshots.Select(snapshot => snapshot.Hash).Distinct().Count());
        Assert.Equal(
            new Snapshot("c", "p", "m", [mark with { Shard = 1 }, mark]).Hash,
            new Snapshot("c", "p", "m", [mark, mark with { Shard = 1 }]).Hash
        );
    }
}
