using FluxEntropy.Shards;

namespace FluxEntropy.Grains.Contracts.Keys;

/// <summary>A shard of a corpus: key of its <see cref="IDocumentGrain"/>.</summary>
/// <param name="CorpusId">Id of the corpus.</param>
/// <param name="Shard">Number of the shard, from 0.</param>
public readonly record struct ShardKey(string CorpusId, int Shard)
{
    private const string Form = "corpus/shard";

    /// <summary>The keys of all shards of a corpus, in order.</summary>
    public static IEnumerable<ShardKey> AllOf(CorpusSettings corpus) =>
        Enumerable.Range(0, corpus.Shards).Select(shard => new ShardKey(corpus.Id, shard));

    /// <summary>Reads a key.</summary>
    /// <exception cref="FormatException">It is not one.</exception>
    public static ShardKey Parse(string key)
    {
        var parts = KeyText.Split(key, Form);
        return new(parts[0], KeyText.Number(parts[1], key, Form));
    }

    /// <summary>The key as text: <c>corpus/shard</c>.</summary>
    public override string ToString() => KeyText.Join(CorpusId, KeyText.Number(Shard));
}
