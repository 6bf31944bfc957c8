using CsCheck;
using FluxEntropy.Shards;

namespace FluxEntropy.Tests.Shards;

public sealed class DocumentIdTests
{
    [Fact]
    public void Shards_share_documents_evenly()
    {
        var counts = Enumerable.Range(0, 8000).CountBy(i => DocumentId.ShardOf($"document {i}", 8)).ToDictionary();

        Assert.Equal(8, counts.Count);
        Assert.All(counts.Values, count => Assert.InRange(count, 850, 1150));
    }

    [Fact]
    public void A_shard_is_fixed_by_the_id_alone() =>
        Assert.Equal((int)(0xe6c632b61e964e1fUL % 1000), DocumentId.ShardOf("a", 1000)); // XXH3-64("a") as xxHash publishes it

    [Fact]
    public void The_held_out_share_is_near_its_fraction_and_depends_on_the_salt()
    {
        var texts = Enumerable.Range(0, 10_000).Select(i => DocumentContent.Hash($"text {i}")).ToArray();
        var (one, two) = (new HeldOutSplit(0.1, 1), new HeldOutSplit(0.1, 2));

        Assert.InRange(texts.Count(one.Contains), 850, 1150);
        Assert.InRange(texts.Count(text => one.Contains(text) && two.Contains(text)), 50, 160);
        Assert.DoesNotContain(texts, new HeldOutSplit(0, 1).Contains);
        Assert.All(texts, text => Assert.True(new HeldOutSplit(1, 1).Contains(text)));
    }

    [Fact]
    public void A_lone_surrogate_is_found_exactly_where_encoding_fails() =>
        Gen.Char['\uD7FE', '\uE001']
            .Array[0, 6]
            .Sample(characters =>
            {
                var text = new string(characters);
                var strict = new System.Text.UTF8Encoding(false, throwOnInvalidBytes: true);
                int? expected = null;
                try
                {
                    strict.GetByteCount(text);
                }
                catch (System.Text.EncoderFallbackException exception)
                {
                    expected = exception.Index;
                }

                return DocumentContent.LoneSurrogate(text) == expected;
            });
}
