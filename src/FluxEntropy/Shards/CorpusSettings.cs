namespace FluxEntropy.Shards;

/// <summary>What is fixed about a corpus when it is created: changing any of it would move documents.</summary>
public sealed record CorpusSettings
{
    /// <summary>Generated id that names the corpus's folder.</summary>
    public required string Id { get; init; }

    /// <summary>Name for people.</summary>
    public required string Name { get; init; }

    /// <summary>Shards S; a document belongs to shard XXH3-64(id) mod S.</summary>
    public required int Shards { get; init; }

    /// <summary>Aggregators that share the shards.</summary>
    public required int Groups { get; init; }

    /// <summary>Share of texts held out from training, 0 to 1. The default value is 0.</summary>
    public double HeldOutFraction { get; init; }

    /// <summary>Chooses which texts are held out. The default value is 0.</summary>
    public ulong HeldOutSalt { get; init; }

    /// <summary>When the corpus was created.</summary>
    public required DateTimeOffset Created { get; init; }

    /// <summary>Most documents of a segment. The default value is 4,096.</summary>
    public int SegmentDocuments { get; init; } = 4096;

    /// <summary>Most bytes of text of a segment that holds more than one document. The default value is 128 KiB.</summary>
    public int SegmentBytes { get; init; } = 128 << 10;

    /// <summary>The split that fraction and salt stand for.</summary>
    internal HeldOutSplit HeldOut => new(HeldOutFraction, HeldOutSalt);
}
