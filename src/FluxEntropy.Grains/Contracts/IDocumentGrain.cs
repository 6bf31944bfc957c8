using FluxEntropy.Shards;

namespace FluxEntropy.Grains.Contracts;

/// <summary>
/// One shard of a corpus: its documents, in the order in which they came. Key: <c>corpusId/shard</c>.
/// Calls interleave, so that appends of several clients share one fsync.
/// </summary>
[Alias("FluxEntropy.IDocumentGrain")]
public interface IDocumentGrain : IGrainWithStringKey
{
    /// <summary>Appends documents of this shard; answered in their order once they are durable. Safe to repeat.</summary>
    Task<DocumentOutcome[]> Append(DocumentText[] documents);

    /// <summary>Deletes documents by id; answered in their order, durably: the row that was deleted, or null for an id that none has. Safe to repeat.</summary>
    Task<int?[]> Delete(string[] ids);

    /// <summary>Sets aside records that a reader could not turn into documents. Safe to repeat.</summary>
    Task Quarantine(RejectedRecord[] records);

    /// <summary>Ends the open segment, so that its documents can be scored now.</summary>
    Task Cut();

    /// <summary>What the shard holds.</summary>
    Task<ShardStatus> Status();

    /// <summary>Bounds of cut segments from a number on, in order, at most <paramref name="max"/>.</summary>
    Task<SegmentBounds[]> Segments(int from, int max);

    /// <summary>Documents of a segment after the first <paramref name="skip"/>: at most 1 MiB of text, at least one document, none at the segment's end.</summary>
    Task<SegmentPart> Read(int segment, int skip);

    /// <summary>Ids of the documents of a segment, deleted ones included, in the order of their rows.</summary>
    Task<string[]> Ids(int segment);

    /// <summary>Where live documents are, by id, in the order asked, with texts where wanted; null for an id that is not here.</summary>
    Task<RowLocation?[]> Find(string[] ids, bool includeText);

    /// <summary>Where rows are, in the order asked, with texts where wanted. At most 256 rows.</summary>
    Task<RowLocation[]> Rows(int[] rows, bool includeText);

    /// <summary>Records set aside, in the order in which they came.</summary>
    Task<RejectedRecord[]> Quarantined(int from, int max);
}

/// <summary>Reads of a shard in pages.</summary>
public static class DocumentGrainPages
{
    private const int SegmentsACall = 1000;

    /// <summary>Bounds of all cut segments, in order.</summary>
    public static async IAsyncEnumerable<SegmentBounds> AllSegmentsAsync(this IDocumentGrain grain)
    {
        for (var from = 0; await grain.Segments(from, SegmentsACall) is { Length: > 0 } page; from += page.Length)
        {
            foreach (var segment in page)
                yield return segment;
        }
    }
}

/// <summary>A document as it travels between grains.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.DocumentText")]
public sealed record DocumentText(
    [property: Id(0)] string Id,
    [property: Id(1)] string Text,
    [property: Id(2)] Dictionary<string, string> Metadata,
    [property: Id(3)] UInt128? Replaces
);

/// <summary>A row to be scored.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.RowText")]
public sealed record RowText([property: Id(0)] int Row, [property: Id(1)] string Text, [property: Id(2)] bool HeldOut);

/// <summary>Some consecutive rows of a segment that has so many.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SegmentPart")]
public sealed record SegmentPart([property: Id(0)] int SegmentRows, [property: Id(1)] RowText[] Rows);

/// <summary>The answer for one document.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.DocumentOutcome")]
public sealed record DocumentOutcome(
    [property: Id(0)] AppendStatus Status,
    [property: Id(1)] string? Reason,
    [property: Id(2)] string TextHash,
    [property: Id(3)] int Row
);

/// <summary>A record set aside; line 0 stands for a whole file, an empty id for a record that had none.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.RejectedRecord")]
public sealed record RejectedRecord(
    [property: Id(0)] string Id,
    [property: Id(1)] string Source,
    [property: Id(2)] long Line,
    [property: Id(3)] string Reason
);

/// <summary>What a shard holds: rows, those in cut segments, live ones held out, records set aside, bytes of live texts, cut segments, deleted rows.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.ShardStatus")]
public sealed record ShardStatus(
    [property: Id(0)] long Documents,
    [property: Id(1)] long CutDocuments,
    [property: Id(2)] long HeldOut,
    [property: Id(3)] long Quarantined,
    [property: Id(4)] long TextBytes,
    [property: Id(5)] int Segments,
    [property: Id(6)] long Deleted
);

/// <summary>Rows [FirstRow, FirstRow + Rows) of a shard.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SegmentBounds")]
public sealed record SegmentBounds(
    [property: Id(0)] int Segment,
    [property: Id(1)] int FirstRow,
    [property: Id(2)] int Rows
);

/// <summary>A row, the segment that holds it (null while that is open), and its text where it was asked for.</summary>
[GenerateSerializer, Immutable, Alias("FluxEntropy.RowLocation")]
public sealed record RowLocation(
    [property: Id(0)] string Id,
    [property: Id(1)] int Row,
    [property: Id(2)] int? Segment,
    [property: Id(3)] bool HeldOut,
    [property: Id(4)] string? Text,
    [property: Id(5)] Dictionary<string, string>? Metadata,
    [property: Id(6)] UInt128 TextHash,
    [property: Id(7)] bool IsDeleted
);
