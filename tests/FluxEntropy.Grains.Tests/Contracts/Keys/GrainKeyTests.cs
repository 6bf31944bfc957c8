using CsCheck;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Tests.Contracts.Keys;

public sealed class GrainKeyTests
{
    private static readonly Gen<string> Part = Gen.Char[' ', '~']
        .Where(c => c != '/')
        .Array[1, 40]
        .Select(c => new string(c));
    private static readonly Gen<int> Number = Gen.Int[0, int.MaxValue];

    [Fact]
    public void AShardKey_ReadsBackAsWritten() =>
        Gen.Select(Part, Number, (corpus, shard) => new ShardKey(corpus, shard))
            .Sample(key => ShardKey.Parse(key.ToString()) == key);

    [Fact]
    public void AnAggregatorKey_ReadsBackAsWritten() =>
        Gen.Select(Part, Part, Number, (corpus, profile, group) => new AggregatorKey(corpus, profile, group))
            .Sample(key => AggregatorKey.Parse(key.ToString()) == key);

    [Fact]
    public void ACompactionKey_ReadsBackAsWritten() =>
        Gen.Select(Part, Part, Number, (corpus, profile, shard) => new CompactionKey(corpus, profile, shard))
            .Sample(key => CompactionKey.Parse(key.ToString()) == key);

    [Fact]
    public void ADeviceKey_ReadsBackAsWritten() =>
        Gen.Select(Part, Part, (silo, device) => new DeviceKey(silo, device))
            .Sample(key => DeviceKey.Parse(key.ToString()) == key);

    // Two spellings of one shard would be two grains that fence each other's log.
    [Fact]
    public void AShardHasOneKey() =>
        Gen.Char["0123456789/+- ab"]
            .Array[0, 6]
            .Select(c => new string(c))
            .Sample(text =>
            {
                try
                {
                    return ShardKey.Parse(text).ToString() == text;
                }
                catch (FormatException)
                {
                    return true;
                }
            });

    [Theory]
    [InlineData("")]
    [InlineData("corpus")]
    [InlineData("corpus/")]
    [InlineData("/1")]
    [InlineData("corpus/-1")]
    [InlineData("corpus/01")]
    [InlineData("corpus/ 1")]
    [InlineData("corpus/1/2")]
    [InlineData("corpus/99999999999")]
    public void AMalformedKey_IsRefusedWithTheFormExpected(string key) =>
        Assert.Contains("corpus/shard", Assert.Throws<FormatException>(() => ShardKey.Parse(key)).Message);

    [Fact]
    public void APartThatCouldNotBeReadBack_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new ShardKey("a/b", 0).ToString());
        Assert.Throws<ArgumentException>(() => new DeviceKey("silo", "").ToString());
    }

    // Fencing records are stored under these texts: another text would be another, empty record.
    [Fact]
    public void Keys_AreWrittenAsEarlierDataFoldersHaveThem()
    {
        Assert.Equal("c0ffee/12", new ShardKey("c0ffee", 12).ToString());
        Assert.Equal("c0ffee/abc/3", new AggregatorKey("c0ffee", "abc", 3).ToString());
        Assert.Equal("c0ffee/abc/7", new CompactionKey("c0ffee", "abc", 7).ToString());
        Assert.Equal("data-1/cpu:2", new DeviceKey("data-1", "cpu:2").ToString());
    }

    [Fact]
    public void ASilosName_CanBePartOfADeviceKey()
    {
        var name = SiloName.New(SiloRoles.All);
        Assert.Equal(new DeviceKey(name, "cpu:1"), DeviceKey.Parse($"{name}/cpu:1"));
    }

    [Fact]
    public void TheGroupsOfACorpus_ShareItsShards() =>
        Gen.Select(Gen.Int[1, 64], Gen.Int[1, 64])
            .Where(sizes => sizes.Item2 <= sizes.Item1)
            .Sample(sizes =>
            {
                var corpus = new CorpusSettings
                {
                    Id = DataLayout.NewId(),
                    Name = "texts",
                    Shards = sizes.Item1,
                    Groups = sizes.Item2,
                    Created = default,
                };
                var groups = AggregatorKey.AllOf(corpus, "profile").ToArray();
                Assert.Equal(
                    Enumerable.Range(0, corpus.Shards),
                    groups.SelectMany(group => group.ShardsOf(corpus)).Order()
                );
                Assert.All(groups, group =>
                    Assert.All(group.ShardsOf(corpus), shard =>
                        Assert.Equal(group, AggregatorKey.Of(corpus, "profile", shard))
                    )
                );
            });
}
