using CsCheck;
using FluxEntropy.Cli.Exports;
using FluxEntropy.Sketches;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Tests.Exports;

public sealed class BucketCutTests
{
    [Fact]
    public void Buckets_are_equal_in_tokens_to_within_a_document() =>
        Gen.Select(Gen.Int[1, 9], Gen.Int[1, 50].Array[1, 80])
            .Sample(
                (buckets, sizes) =>
                {
                    var masses = Masses(buckets, sizes, isDescending: false);

                    Assert.Equal(sizes.Sum(), masses.Sum());
                    Assert.All(masses, mass => Assert.InRange(mass, 0, sizes.Sum() / (double)buckets + sizes.Max()));
                },
                iter: 500
            );

    [Fact]
    public void Bucket_0_is_the_lowest_in_either_order()
    {
        Assert.Equal([0, 0, 1, 1], Buckets(2, [5, 5, 5, 5], isDescending: false));
        Assert.Equal([1, 1, 0, 0], Buckets(2, [5, 5, 5, 5], isDescending: true));
    }

    [Fact]
    public void Documents_can_count_alike() =>
        Assert.Equal([0, 1], Buckets(2, [100, 1], isDescending: false, Mass.Documents));

    private static long[] Masses(int buckets, int[] sizes, bool isDescending)
    {
        var masses = new long[buckets];
        foreach (var (bucket, size) in Buckets(buckets, sizes, isDescending).Zip(sizes))
            masses[bucket] += size;
        return masses;
    }

    private static int[] Buckets(int buckets, int[] sizes, bool isDescending, Mass mass = Mass.Tokens)
    {
        ScoredDocument[] documents = [.. sizes.Select(size => new ScoredDocument { Tokens = (uint)size })];
        var cut = new BucketCut(buckets, mass, isDescending);
        foreach (var document in documents)
            cut.Count(document);
        return [.. documents.Select(cut.Next)];
    }
}
