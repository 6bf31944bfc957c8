using System.Globalization;

namespace FluxEntropy.Ingest;

/// <summary>What one caller asks of a shard.</summary>
internal sealed record ShardRequest(
    IReadOnlyList<IncomingDocument> Documents, IReadOnlyList<QuarantinedRecord> Rejected, bool Cut);

/// <summary>
/// Decides what a group of requests means for a shard: the records to log, and the answers once they are durable.
/// Later documents of the group see earlier ones.
/// </summary>
internal sealed class ShardBatch(IShardIndex index, CorpusSettings corpus, int shard)
{
    private const int MaximumMetadataCharacters = 1 << 20;
    private readonly HeldOutSplit _heldOut = corpus.HeldOut;
    private readonly Dictionary<string, (int Row, UInt128 TextHash)> _added = [];
    private readonly HashSet<UInt128> _quarantined = [];
    private readonly List<ShardRecord> _records = [];
    private ShardCounts _counts = index.Counts;

    /// <summary>What is to be logged, in order.</summary>
    public IReadOnlyList<ShardRecord> Records => _records;

    /// <summary>Whether a segment ends in this group.</summary>
    public bool Cuts => _counts.Segments > index.Counts.Segments;

    private bool IsFull => _counts.Documents - _counts.CutRows >= corpus.SegmentDocuments || _counts.OpenBytes >= corpus.SegmentBytes;

    public ReadOnlyMemory<byte>[] Payloads() => [.. _records.Select(record => (ReadOnlyMemory<byte>)record.Encode())];

    /// <summary>Adds a request; answers its documents in order.</summary>
    public IReadOnlyList<AppendOutcome> Add(ShardRequest request)
    {
        var outcomes = request.Documents.Select(Add).ToArray();
        foreach (var rejected in request.Rejected)
            Quarantine(rejected.Id, rejected.Source, rejected.Line, rejected.Reason, ParseHash(rejected.TextHash));
        if (request.Cut)
            Cut();
        return outcomes;
    }

    private AppendOutcome Add(IncomingDocument document)
    {
        var hash = DocumentContent.Hash(document.Text);
        if (Problem(document) is { } problem)
            return SetAside(document, hash, problem);
        if (Find(document.Id) is not { } known)
            return new AppendOutcome(AppendStatus.Accepted, null, shard, Accept(document, hash), DocumentContent.Hex(hash));
        return known.TextHash == hash
            ? new AppendOutcome(AppendStatus.Present, null, shard, known.Row, DocumentContent.Hex(hash))
            : SetAside(document, hash, $"the id is known with another text: its text hash is {DocumentContent.Hex(known.TextHash)}, this one's is {DocumentContent.Hex(hash)}");
    }

    private static string? Problem(IncomingDocument document) =>
        DocumentId.Problem(document.Id) ?? DocumentContent.Problem(document.Text) ?? MetadataProblem(document.Metadata);

    private static string? MetadataProblem(IReadOnlyDictionary<string, string> metadata) =>
        metadata.Sum(field => (long)field.Key.Length + field.Value.Length) is > MaximumMetadataCharacters and var characters
            ? $"the metadata has {characters} characters: at most {MaximumMetadataCharacters} are allowed"
            : null;

    private (int Row, UInt128 TextHash)? Find(string id)
    {
        if (_added.TryGetValue(id, out var added))
            return added;
        return index.Find(id) is { } row ? (row.Row, row.TextHash) : null;
    }

    private int Accept(IncomingDocument document, UInt128 hash)
    {
        var record = new ShardRecord.DocumentAdded(_counts.Documents, document.Id, hash, document.Metadata, document.Text);
        if (IsFull || _counts.OpenBytes + record.Bytes > corpus.SegmentBytes)
            Cut(); // a full one is still open where a crash took the cut behind its last row
        _added[document.Id] = (record.Row, hash);
        Add(record);
        if (IsFull)
            Cut();
        return record.Row;
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
            hash);
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
            Add(new ShardRecord.SegmentCut(
                new Segment(_counts.Segments, _counts.CutRows, _counts.Documents - _counts.CutRows, _counts.OpenBytes)));
    }

    private void Add(ShardRecord record)
    {
        _records.Add(record);
        _counts = _counts.After(record, _heldOut);
    }

    private static UInt128 ParseHash(string? hex) =>
        UInt128.TryParse(hex, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var hash) ? hash : 0;
}
