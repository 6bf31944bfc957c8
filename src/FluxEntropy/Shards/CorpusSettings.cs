namespace FluxEntropy.Shards;

/// <summary>Settings that are fixed when a corpus is created, because changing one would move documents.</summary>
public sealed record CorpusSettings
{
    /// <summary>Generated id that names the corpus's folder.</summary>
    public required string Id { get; init; }

    /// <summary>The name that users gave it.</summary>
    public required string Name { get; init; }

    /// <summary>Shards S; a document belongs to shard XXH3-64(id) mod S.</summary>
    public required int Shards { get; init; }

    /// <summary>Aggregators that share the shards.</summary>
    public required int Groups { get; init; }

    /// <summary>Fraction of texts held out from training, 0 to 1. The default value is 0.</summary>
    public double HeldOutFraction { get; init; }

    /// <summary>Seed that selects which texts are held out. The default value is 0.</summary>
    public ulong HeldOutSalt { get; init; }

    /// <summary>When the corpus was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Maximum documents of a segment. The default value is 4,096.</summary>
    public int SegmentDocuments { get; init; } = 4096;

    /// <summary>
    /// Maximum bytes of text of a segment that has more than one document. The default value is 128 KiB.
    /// </summary>
    public int SegmentBytes { get; init; } = 128 << 10;

    /// <summary>The split that fraction and salt define.</summary>
    internal HeldOutSplit HeldOut => new(HeldOutFraction, HeldOutSalt);
}
