using FluxEntropy.Logs;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>Reads a shard's log from end to end: chain, texts, ids, rows, segments.</summary>
internal sealed class ShardVerifier(IFileStore store, CorpusSettings corpus, int shard, Findings findings)
{
    private readonly string _folder = DataLayout.ShardLog(corpus.Id, shard);
    private readonly ShardContent _content = new();
    private readonly Dictionary<int, string> _idOf = []; // of live rows

    /// <param name="committed">How much of the log was committed, or null.</param>
    /// <param name="cancellationToken">Cancels the checking.</param>
    public async Task<ShardContent> RunAsync(LogCommit? committed, CancellationToken cancellationToken)
    {
        await findings.GuardAsync("log", _folder, async () =>
        {
            var log = await LogHistory.LoadAsync(store, _folder, committed, cancellationToken);
            if (await log.DamageAsync(cancellationToken) is { } damage)
                findings.Problem("log", _folder, damage);
            await foreach (var record in log.ReadAllAsync(cancellationToken: cancellationToken))
                Check(ShardRecord.Decode(record.Payload.Span), record.Position);
            _content.Log = log;
        });
        CheckRows();
        await findings.GuardAsync("tombstones", DataLayout.Tombstones(corpus.Id, shard), () =>
            CheckTombstonesAsync(cancellationToken)
        );
        await findings.GuardAsync("tombstones", _folder, () => CheckAheadAsync(cancellationToken));
        findings.Counts.Documents += _content.Rows.Count - _content.Deleted.Count;
        findings.Counts.Deleted += _content.Deleted.Count;
        findings.Counts.HeldOut += _content.Rows.Count(row =>
            row.Value.HeldOut && !_content.Deleted.ContainsKey(row.Key)
        );
        findings.Counts.Segments += _content.Segments.Count;
        findings.Counts.Quarantined += _content.QuarantinedRecords;
        return _content;
    }

    private void Check(ShardRecord record, LogPosition position)
    {
        switch (record)
        {
            case ShardRecord.DocumentAdded added:
                Check(added, position);
                break;
            case ShardRecord.DocumentDeleted deleted:
                Delete(deleted.Tombstone, null);
                break;
            case ShardRecord.DocumentReplaced replaced:
                Delete(replaced.Tombstone, replaced.Document.Id);
                Check(replaced.Document, position);
                break;
            case ShardRecord.SegmentCut { Segment: var cut }:
                Check(cut);
                break;
            case ShardRecord.RecordQuarantined quarantined:
                _content.QuarantinedRecords++;
                _content.Quarantined.Add((quarantined.Id, quarantined.TextHash));
                break;
        }
    }

    private void Check(ShardRecord.DocumentAdded added, LogPosition position)
    {
        var where = $"{_folder}, row {added.Row}";
        var facts = new RowFacts(added.TextHash, added.Bytes, corpus.HeldOut.Contains(added.TextHash), position);
        var isNewRow = _content.Rows.TryAdd(added.Row, facts);
        if (!_content.Ids.TryAdd(added.Id, added.Row))
        {
            findings.Duplicated("rows", where, $"'{added.Id}' is row {_content.Ids[added.Id]} already");
            return;
        }

        if (!isNewRow)
        {
            findings.Duplicated("rows", where, $"the row is there already, and once more for '{added.Id}'");
            return;
        }

        _idOf.Add(added.Row, added.Id);
        if (DocumentId.Problem(added.Id) is { } problem)
            findings.Problem("rows", where, problem);
        else if (DocumentId.ShardOf(added.Id, corpus.Shards) is var home && home != shard)
            findings.Unexpected("rows", where, $"'{added.Id}' belongs to shard {home}");
        if (DocumentContent.Hash(added.Text) != added.TextHash)
            findings.Problem("rows", where, $"the text hash of '{added.Id}' is not that of its text");
    }

    private void Delete(Tombstone tombstone, string? replacedId)
    {
        var where = $"{_folder}, row {tombstone.Row}";
        var id = _idOf.GetValueOrDefault(tombstone.Row);
        if (tombstone.Number != _content.Tombstones.Count)
            findings.Problem(
                "tombstones",
                where,
                $"it was deleted with number {tombstone.Number}, where {_content.Tombstones.Count} is the next"
            );
        if (!_content.Rows.TryGetValue(tombstone.Row, out var facts) || id is null)
            findings.Problem("tombstones", where, "a row was deleted that is not live");
        else if ((facts.Bytes, facts.HeldOut) != (tombstone.Bytes, tombstone.HeldOut) || (replacedId ?? id) != id)
            findings.Problem("tombstones", where, $"'{id}' was deleted as another document");
        if (
            tombstone.Segment >= _content.Segments.Count
            || _content.Segments[tombstone.Segment] is var segment
                && (tombstone.Row < segment.FirstRow || tombstone.Row >= segment.FirstRow + segment.Rows)
        )
            findings.Problem(
                "tombstones",
                where,
                $"it was deleted as a row of segment {tombstone.Segment}, which does not hold it"
            );
        _content.Tombstones.Add(tombstone);
        if (id is not null && _content.Ids.Remove(id) && _idOf.Remove(tombstone.Row))
            _content.Deleted.Add(tombstone.Row, id);
    }

    // The last ones of the log may be without a file: whoever was to publish it died, and it was not acknowledged.
    private async Task CheckTombstonesAsync(CancellationToken cancellationToken)
    {
        var next = 0;
        foreach (var name in store.Files(DataLayout.Tombstones(corpus.Id, shard)))
        {
            var path = $"{DataLayout.Tombstones(corpus.Id, shard)}/{name}";
            var file = TombstoneFile.Read(await store.ReadAsync(path, cancellationToken), path);
            if (file.First != next)
                findings.Problem(
                    "tombstones",
                    path,
                    $"it begins with tombstone {file.First}, where {next} is the next"
                );
            if (!file.Tombstones.SequenceEqual(_content.Tombstones.Skip(file.First).Take(file.Tombstones.Count)))
                findings.Problem("tombstones", path, "its tombstones are not those of the log");
            next = file.End;
        }
    }

    // Such a shard is not opened.
    private async Task CheckAheadAsync(CancellationToken cancellationToken)
    {
        var (segments, deleted) = (_content.Segments.Count, _content.Tombstones.Count);
        if (await ShardAhead.FindAsync(store, corpus.Id, shard, segments, deleted, cancellationToken) is { } ahead)
            findings.Problem("rows", _folder, $"it lost its end: {ahead}. Restore a backup");
    }

    private void Check(Segment cut)
    {
        var firstRow = _content.Segments is [.., var last] ? last.FirstRow + last.Rows : 0;
        if (cut.Number != _content.Segments.Count || cut.FirstRow != firstRow || cut.Rows < 1)
            findings.Problem(
                "rows",
                _folder,
                $"segment {cut.Number} of {cut.Rows} rows from row {cut.FirstRow} on was cut, where segment "
                    + $"{_content.Segments.Count} begins at row {firstRow}"
            );
        else
            _content.Segments.Add(cut);
    }

    private void CheckRows()
    {
        if (_content.MissingRows is > 0 and var missing)
            findings.Lost(
                "rows",
                _folder,
                $"{missing} of the rows 0 to {_content.HighestRow} are not in the log",
                missing
            );
        foreach (var segment in _content.Segments)
        {
            var rows = Enumerable.Range(segment.FirstRow, segment.Rows).Where(_content.Rows.ContainsKey).ToList();
            if (rows.Count != segment.Rows || rows.Sum(row => (long)_content.Rows[row].Bytes) != segment.Bytes)
                findings.Problem(
                    "rows",
                    _folder,
                    $"segment {segment.Number} was cut with {segment.Rows} rows of {segment.Bytes} bytes, and the log has "
                        + $"{rows.Count} rows of {rows.Sum(row => (long)_content.Rows[row].Bytes)} bytes for it"
                );
        }
    }
}
