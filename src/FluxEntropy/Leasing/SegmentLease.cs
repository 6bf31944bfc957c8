namespace FluxEntropy.Leasing;

/// <summary>A segment to score, and under which profile.</summary>
/// <param name="CorpusId">Corpus of the segment.</param>
/// <param name="ProfileHash">Profile to score it under.</param>
/// <param name="Shard">Shard of the corpus.</param>
/// <param name="Segment">Segment of the shard.</param>
public sealed record SegmentLease(string CorpusId, string ProfileHash, int Shard, int Segment)
{
    /// <summary>The segment within its corpus.</summary>
    public SegmentKey Key => new(Shard, Segment);
}
