using FluxEntropy.Shards;

namespace FluxEntropy.Grains.Contracts;

/// <summary>Reads of a shard in pages.</summary>
public static class DocumentGrainPages
{
    private const int SegmentsACall = 1000;

    /// <summary>All cut segments, in order.</summary>
    public static async IAsyncEnumerable<Segment> AllSegmentsAsync(this IDocumentGrain grain)
    {
        for (var from = 0; await grain.Segments(from, SegmentsACall) is { Length: > 0 } page; from += page.Length)
        {
            foreach (var segment in page)
                yield return segment;
        }
    }
}
