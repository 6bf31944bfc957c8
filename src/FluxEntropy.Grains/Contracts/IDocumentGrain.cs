using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Shards;

namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// One shard of a corpus: its documents, in the order in which they came. Key: <see cref="ShardKey"/>.
/// Calls interleave, so that appends of several clients share one fsync.
/// </summary>
[Alias("FluxEntropy.IDocumentGrain")]
public interface IDocumentGrain : IGrainWithStringKey
{
    /// <summary>Appends documents of this shard; answered in their order once they are durable. Safe to repeat.</summary>
    Task<AppendOutcome[]> Append(IncomingDocument[] documents);

    /// <summary>Deletes documents by id; answered in their order, durably. Safe to repeat.</summary>
    Task<DeleteOutcome[]> Delete(string[] ids);

    /// <summary>Sets aside records that a reader could not turn into documents. Safe to repeat.</summary>
    Task Quarantine(QuarantinedRecord[] records);

    /// <summary>Ends the open segment, so that its documents can be scored now.</summary>
    Task Cut();

    /// <summary>What the shard holds.</summary>
    Task<ShardCounts> Counts();

    /// <summary>Cut segments from a number on, in order, at most <paramref name="max"/>.</summary>
    Task<Segment[]> Segments(int from, int max);

    /// <summary>
    /// Texts of a segment after the first <paramref name="skip"/>: at most 1 MiB, at least one document, none at the segment's end.
    /// They come without metadata, which scoring does not need.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The shard has no such segment.</exception>
    Task<SegmentPart> Read(int segment, int skip);

    /// <summary>Ids of the documents of a segment, deleted ones included, in the order of their rows.</summary>
    /// <exception cref="KeyNotFoundException">The shard has no such segment.</exception>
    Task<string[]> Ids(int segment);

    /// <summary>
    /// Live documents by id, in the order asked; null for an id that none has. Texts are empty unless they are asked
    /// for.
    /// </summary>
    Task<ShardDocument?[]> Find(string[] ids, bool includeText);

    /// <summary>
    /// Documents by row, in the order asked, deleted ones included; at most 256. Texts are empty unless they are
    /// asked for.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The shard has no such row.</exception>
    Task<ShardDocument[]> Rows(int[] rows, bool includeText);

    /// <summary>
    /// The first of some documents by row, in the order asked, deleted ones included: as many as <paramref name="maxBytes"/> of text
    /// and metadata allow, at least one. A text that alone has more is left out, so that it is empty; where texts are not asked for,
    /// all are.
    /// </summary>
    /// <exception cref="KeyNotFoundException">The shard has no such row.</exception>
    Task<ShardDocument[]> RowsWithin(int[] rows, bool includeText, int maxBytes);

    /// <summary>The same by id; null for an id that no live document has.</summary>
    Task<ShardDocument?[]> FindWithin(string[] ids, bool includeText, int maxBytes);

    /// <summary>Records set aside, in the order in which they came.</summary>
    Task<QuarantinedRecord[]> Quarantined(int from, int max);
}
