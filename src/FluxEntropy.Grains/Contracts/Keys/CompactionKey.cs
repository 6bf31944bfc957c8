using FluxEntropy.Shards;

namespace FluxEntropy.Grains.Contracts.Keys;

/// <summary>A shard of a corpus under a profile: key of its <see cref="ICompactionGrain"/>.</summary>
/// <param name="CorpusId">Id of the corpus.</param>
/// <param name="ProfileHash">Hash of the scoring profile.</param>
/// <param name="Shard">Number of the shard, from 0.</param>
public readonly record struct CompactionKey(string CorpusId, string ProfileHash, int Shard)
{
    private const string Form = "corpus/profile/shard";

    /// <summary>The keys of all shards of a corpus under a profile, in order.</summary>
    public static IEnumerable<CompactionKey> AllOf(CorpusSettings corpus, string profileHash) =>
        Enumerable.Range(0, corpus.Shards).Select(shard => new CompactionKey(corpus.Id, profileHash, shard));

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static CompactionKey Parse(string key)
    {
        var parts = KeyText.Split(key, Form);
        return new(parts[0], parts[1], KeyText.Number(parts[2], key, Form));
    }

    /// <summary>The key as text: <c>corpus/profile/shard</c>.</summary>
    public override string ToString() => KeyText.Join(CorpusId, ProfileHash, KeyText.Number(Shard));
}
