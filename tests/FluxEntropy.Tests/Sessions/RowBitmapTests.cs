using CsCheck;
using FluxEntropy.Sessions;

namespace FluxEntropy.Tests.Sessions;

public class RowBitmapTests
{
    private static readonly Gen<(int Shard, int Row)> Rows = Gen.Select(Gen.Int[0, 2], Gen.Int[0, 40_000]);

    [Fact]
    public void A_set_and_its_copies_share_nothing_that_is_added() =>
        Gen.Select(Rows.Array[0, 60], Rows.Array[0, 60], Rows.Array[0, 60])
            .Sample(
                (before, left, right) =>
                {
                    var set = new RowBitmap();
                    Add(set, before, []);
                    var copy = set.Copy();
                    var (ofSet, ofCopy) = (before.ToHashSet(), before.ToHashSet());
                    Add(set, left, ofSet);
                    Add(copy, right, ofCopy);

                    foreach (var (shard, row) in before.Concat(left).Concat(right))
                    {
                        Assert.Equal(ofSet.Contains((shard, row)), set.Contains(shard, row));
                        Assert.Equal(ofCopy.Contains((shard, row)), copy.Contains(shard, row));
                    }
                },
                iter: 200
            );

    private static void Add(RowBitmap set, (int Shard, int Row)[] rows, HashSet<(int, int)> known)
    {
        foreach (var (shard, row) in rows)
            Assert.Equal(known.Add((shard, row)), set.Add(shard, row));
    }
}
