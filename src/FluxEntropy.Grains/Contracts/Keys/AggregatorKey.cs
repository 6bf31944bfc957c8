using FluxEntropy.Shards;

namespace FluxEntropy.Grains.Contracts.Keys;

/// <summary>A group of shards of a corpus under a profile: key of their <see cref="IBinAggregatorGrain"/>.</summary>
/// <param name="CorpusId">Id of the corpus.</param>
/// <param name="ProfileHash">Hash of the scoring profile.</param>
/// <param name="Group">Number of the group, from 0.</param>
public readonly record struct AggregatorKey(string CorpusId, string ProfileHash, int Group)
{
    private const string Form = "corpus/profile/group";

    /// <summary>The keys of all groups of a corpus under a profile, in order.</summary>
    public static IEnumerable<AggregatorKey> AllOf(CorpusSettings corpus, string profileHash) =>
        Enumerable.Range(0, corpus.Groups).Select(group => new AggregatorKey(corpus.Id, profileHash, group));

    /// <summary>The group that a shard belongs to.</summary>
    public static AggregatorKey Of(CorpusSettings corpus, string profileHash, int shard) =>
        new(corpus.Id, profileHash, shard % corpus.Groups);

    /// <summary>The shards of the group, in order.</summary>
    public IEnumerable<int> ShardsOf(CorpusSettings corpus)
    {
        for (var shard = Group; shard < corpus.Shards; shard += corpus.Groups)
            yield return shard;
    }

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static AggregatorKey Parse(string key)
    {
        var parts = KeyText.Split(key, Form);
        return new(parts[0], parts[1], KeyText.Number(parts[2], key, Form));
    }

    /// <summary>The key as text: <c>corpus/profile/group</c>.</summary>
    public override string ToString() => KeyText.Join(CorpusId, ProfileHash, KeyText.Number(Group));
}
