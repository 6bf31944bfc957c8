using FluxEntropy.Sketches;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

/// <summary>Cuts documents, as they come in order, into buckets of equal mass.</summary>
/// <param name="buckets">Number of buckets.</param>
/// <param name="mass">What buckets are equal in.</param>
/// <param name="isDescending">Whether documents come from the highest on; bucket 0 is the lowest either way.</param>
internal sealed class BucketCut(int buckets, Mass mass, bool isDescending)
{
    private long _total;
    private long _before;

    /// <summary>Counts a document of the selection; not needed for a single bucket.</summary>
    public void Count(ScoredDocument document) => _total += Weight(document);

    /// <summary>The bucket of the next document, from 0.</summary>
    public int Next(ScoredDocument document)
    {
        var bucket = buckets == 1 || _total == 0 ? 0 : (int)Int128.Min(buckets - 1, (Int128)_before * buckets / _total);
        _before += Weight(document);
        return isDescending ? buckets - 1 - bucket : bucket;
    }

    private long Weight(ScoredDocument document) => mass == Mass.Tokens ? document.Tokens : 1;
}
