using System.Globalization;

namespace FluxEntropy.Shards;

/// <summary>
/// Decides what a group of requests means for a shard: the records to log, and the answers once those are durable.
/// Later documents of the group see earlier ones.
/// </summary>
internal sealed class ShardBatch(IShardIndex index, CorpusSettings corpus, int shard)
{
    private const int MaxMetadataCharacters = 1 << 20;
    private readonly HeldOutSplit _heldOut = corpus.HeldOut;
    private readonly Dictionary<string, LiveRow?> _changed = []; // ids of this group; null for one that was deleted
    private readonly HashSet<UInt128> _quarantined = [];
    private readonly List<ShardRecord> _records = [];
    private ShardCounts _counts = index.Counts;

    /// <summary>The records to log, in order.</summary>
    public IReadOnlyList<ShardRecord> Records => _records;

    /// <summary>Whether a segment is cut in this group.</summary>
    public bool Cuts => _counts.Segments > index.Counts.Segments;

    /// <summary>Whether a row is deleted in this group.</summary>
    public bool Deletes => _counts.Tombstones > index.Counts.Tombstones;

    private bool IsFull =>
        _counts.Documents - _counts.CutRows >= corpus.SegmentDocuments || _counts.OpenBytes >= corpus.SegmentBytes;

    public ReadOnlyMemory<byte>[] Payloads() => [.. _records.Select(record => (ReadOnlyMemory<byte>)record.Encode())];

    /// <summary>Adds a request; answers its documents and ids in order.</summary>
    public ShardAnswer Add(ShardRequest request)
    {
        var answer = new ShardAnswer([.. request.Documents.Select(Add)], [.. request.Deleted.Select(Delete)]);
        foreach (var rejected in request.Rejected)
            Quarantine(rejected.Id, rejected.Source, rejected.Line, rejected.Reason, ParseHash(rejected.TextHash));
        if (request.Cut)
            Cut();
        return answer;
    }

    private DeleteOutcome Delete(string id)
    {
        if (Find(id) is not { } row)
            return new DeleteOutcome(id, null);
        Add(new ShardRecord.DocumentDeleted(MakeTombstone(row)));
        _changed[id] = null;
        return new DeleteOutcome(id, row.Row);
    }

    // A tombstone names its segment, so an open segment is cut before one of its rows is deleted.
    private Tombstone MakeTombstone(LiveRow row)
    {
        if (row.Row >= _counts.CutRows)
            Cut();
        var segment = row.Segment
            ?? _records
                .OfType<ShardRecord.SegmentCut>()
                .Select(record => record.Segment)
                .First(cut => row.Row >= cut.FirstRow && row.Row < cut.FirstRow + cut.Rows)
                .Number;
        return new Tombstone(_counts.Tombstones, row.Row, segment, row.Bytes, _heldOut.Contains(row.TextHash));
    }

    private AppendOutcome Add(IncomingDocument document)
    {
        var hash = DocumentContent.Hash(document.Text);
        if (Problem(document) is { } problem)
            return SetAside(document, hash, problem);
        if (Find(document.Id) is not { } known)
            return new AppendOutcome(
                AppendStatus.Accepted,
                null,
                shard,
                Accept(document, hash),
                DocumentContent.Hex(hash)
            );
        if (known.TextHash == hash)
            return new AppendOutcome(AppendStatus.Present, null, shard, known.Row, DocumentContent.Hex(hash));
        if (document.Replaces == known.TextHash)
            return new AppendOutcome(
                AppendStatus.Replaced,
                null,
                shard,
                Replace(known, document, hash),
                DocumentContent.Hex(hash)
            );
        var wished = document.Replaces is { } replaces
            ? $"; it should have replaced {DocumentContent.Hex(replaces)}"
            : "";
        return SetAside(
            document,
            hash,
            $"the id exists with another text: its text hash is {DocumentContent.Hex(known.TextHash)}, "
                + $"this one's is {DocumentContent.Hex(hash)}{wished}"
        );
    }

    private static string? Problem(IncomingDocument document) =>
        DocumentId.Problem(document.Id) ?? DocumentContent.Problem(document.Text) ?? MetadataProblem(document.Metadata);

    private static string? MetadataProblem(IReadOnlyDictionary<string, string> metadata) =>
        metadata.Sum(field => (long)field.Key.Length + field.Value.Length) is > MaxMetadataCharacters and var characters
            ? $"the metadata has {characters} characters: at most {MaxMetadataCharacters} are allowed"
            : null;

    private LiveRow? Find(string id)
    {
        if (_changed.TryGetValue(id, out var changed))
            return changed;
        return index.Find(id) is { } row ? new LiveRow(row.Row, row.TextHash, row.Bytes, row.Segment) : null;
    }

    private int Accept(IncomingDocument document, UInt128 hash) => Append(document, hash, added => added);

    private int Replace(LiveRow known, IncomingDocument document, UInt128 hash)
    {
        var tombstone = MakeTombstone(known);
        return Append(document, hash, added => new ShardRecord.DocumentReplaced(tombstone, added));
    }

    private int Append(IncomingDocument document, UInt128 hash, Func<ShardRecord.DocumentAdded, ShardRecord> toRecord)
    {
        var added = new ShardRecord.DocumentAdded(
            _counts.Documents,
            document.Id,
            hash,
            document.Metadata,
            document.Text
        );
        if (IsFull || _counts.OpenBytes + added.Bytes > corpus.SegmentBytes)
            Cut(); // a full segment is still open if a crash lost the cut after its last row
        _changed[document.Id] = new LiveRow(added.Row, hash, added.Bytes, null);
        Add(toRecord(added));
        if (IsFull)
            Cut();
        return added.Row;
    }

    private AppendOutcome SetAside(IncomingDocument document, UInt128 hash, string reason)
    {
        var id = DocumentId.Problem(document.Id) is null ? document.Id : "";
        var line = document.Metadata.GetValueOrDefault("line");
        Quarantine(
            id,
            document.Metadata.GetValueOrDefault("file") ?? "",
            long.TryParse(line, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0,
            reason,
            hash
        );
        return new AppendOutcome(AppendStatus.Quarantined, reason, shard, -1, DocumentContent.Hex(hash));
    }

    private void Quarantine(string id, string source, long line, string reason, UInt128 hash)
    {
        var record = new ShardRecord.RecordQuarantined(id, source, line, reason, hash);
        var key = record.Key();
        if (!index.IsQuarantined(key) && _quarantined.Add(key))
            Add(record);
    }

    private void Cut()
    {
        if (_counts.Documents > _counts.CutRows)
            Add(
                new ShardRecord.SegmentCut(
                    new Segment(
                        _counts.Segments,
                        _counts.CutRows,
                        _counts.Documents - _counts.CutRows,
                        _counts.OpenBytes
                    )
                )
            );
    }

    private void Add(ShardRecord record)
    {
        _records.Add(record);
        _counts = _counts.After(record, _heldOut);
    }

    /// <summary>A row that is not deleted; the segment is null if it was still open before this group.</summary>
    private sealed record LiveRow(int Row, UInt128 TextHash, int Bytes, int? Segment);

    private static UInt128 ParseHash(string? hex) =>
        UInt128.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : 0;
}
