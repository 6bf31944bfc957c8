using FluxEntropy.Logs;
using FluxEntropy.Shards;

namespace FluxEntropy.Tests.Simulation;

/// <summary>A shard's index on a machine's own disk: what its last transactions did may be lost with the power.</summary>
internal sealed class IndexDisk
{
    private readonly Dictionary<string, List<IndexTransaction>> _files = [];

    public List<IndexTransaction> Open(string path, bool anew)
    {
        if (anew || !_files.TryGetValue(path, out var file))
            _files[path] = file = [];
        return file;
    }

    public void LosePower(Random random)
    {
        foreach (var file in _files.Values)
        {
            var lost = random.Next(Math.Min(3, file.Count) + 1);
            file.RemoveRange(file.Count - lost, lost);
        }
    }
}

internal sealed record IndexTransaction(
    IReadOnlyList<(LogPosition Position, ShardRecord Record)> Records,
    LogCommit Watermark
);

/// <summary>A shard's index in memory, in the place of SQLite's tables: the same keys are unique.</summary>
internal sealed class MemoryIndex : IShardIndex
{
    private readonly List<IndexTransaction> _file;
    private readonly HeldOutSplit _heldOut;
    private readonly bool _forgetsIds;
    private readonly List<ShardRow> _rows = [];
    private readonly List<Segment> _segments = [];
    private readonly List<QuarantinedRecord> _quarantined = [];
    private readonly HashSet<UInt128> _quarantinedKeys = [];
    private readonly Dictionary<string, int> _rowOf = [];
    private readonly List<Tombstone> _tombstones = [];

    public MemoryIndex(List<IndexTransaction> file, HeldOutSplit heldOut, bool forgetsIds = false)
    {
        (_file, _heldOut, _forgetsIds) = (file, heldOut, forgetsIds);
        foreach (var transaction in file)
            Take(transaction);
    }

    public LogCommit Watermark { get; private set; }

    public ShardCounts Counts { get; private set; } = ShardCounts.None;

    public Task RunAsync(Action work)
    {
        work();
        return Task.CompletedTask;
    }

    public void Apply(IEnumerable<(LogPosition Position, ShardRecord Record)> records, LogCommit watermark)
    {
        // The file may have been moved on by another activation, as a table's unique keys would say.
        if ((_file.Count > 0 ? _file[^1].Watermark : default) != Watermark)
            throw new IndexConflictException();
        var transaction = new IndexTransaction([.. records], watermark);
        Take(transaction);
        _file.Add(transaction);
    }

    public ShardRow? Find(string id) => !_forgetsIds && _rowOf.TryGetValue(id, out var row) ? Row(row) : null;

    public ShardRow? Row(int row) => row < _rows.Count ? WithSegment(_rows[row]) : null;

    public IReadOnlyList<ShardRow> Rows(int from, int to, int max) =>
        [.. _rows.Skip(from).Take(Math.Min(max, to - from)).Select(WithSegment)];

    public IReadOnlyList<Tombstone> Tombstones(int from, int max) => [.. _tombstones.Skip(from).Take(max)];

    public IReadOnlyList<Segment> Segments(int from, int max) => [.. _segments.Skip(from).Take(max)];

    public bool IsQuarantined(UInt128 key) => _quarantinedKeys.Contains(key);

    public IReadOnlyList<QuarantinedRecord> Quarantined(int from, int max) => [.. _quarantined.Skip(from).Take(max)];

    public void Dispose() { }

    private void Take(IndexTransaction transaction)
    {
        foreach (var (position, record) in transaction.Records)
        {
            Counts = Counts.After(record, _heldOut);
            Insert(position, record);
        }

        Watermark = transaction.Watermark;
    }

    private void Insert(LogPosition position, ShardRecord record)
    {
        switch (record)
        {
            case ShardRecord.DocumentAdded added:
                Insert(position, added);
                break;
            case ShardRecord.DocumentDeleted deleted:
                Delete(deleted.Tombstone);
                break;
            case ShardRecord.DocumentReplaced replaced:
                Delete(replaced.Tombstone);
                Insert(position, replaced.Document);
                break;
            case ShardRecord.SegmentCut { Segment: var cut }:
                _segments.Add(cut);
                break;
            case ShardRecord.RecordQuarantined set:
                _quarantinedKeys.Add(set.Key());
                _quarantined.Add(
                    new QuarantinedRecord(set.Id, set.Source, set.Line, set.Reason, DocumentContent.Hex(set.TextHash))
                );
                break;
        }
    }

    private void Insert(LogPosition position, ShardRecord.DocumentAdded added)
    {
        _rowOf[added.Id] = added.Row;
        _rows.Add(
            new ShardRow(
                added.Row,
                added.Id,
                added.TextHash,
                added.Bytes,
                _heldOut.Contains(added.TextHash),
                null,
                position
            )
        );
    }

    private void Delete(Tombstone tombstone)
    {
        _rowOf.Remove(_rows[tombstone.Row].Id);
        _rows[tombstone.Row] = _rows[tombstone.Row] with { IsDeleted = true };
        _tombstones.Add(tombstone);
    }

    private ShardRow WithSegment(ShardRow row) =>
        row with
        {
            Segment = _segments
                .Find(segment => row.Row >= segment.FirstRow && row.Row < segment.FirstRow + segment.Rows)
                ?.Number,
        };
}
