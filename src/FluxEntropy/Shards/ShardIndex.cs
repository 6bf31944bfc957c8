using System.Buffers.Binary;
using FluxEntropy.Logs;
using FluxEntropy.Storage;
using Microsoft.Data.Sqlite;

namespace FluxEntropy.Shards;

/// <summary>
/// Where a shard's documents are: a SQLite database derived from the shard's log, so that memory stays bounded for any
/// number of rows. It is updated after the log is committed, together with a watermark. One writer; reading is safe at
/// any time.
/// </summary>
internal sealed class ShardIndex : IShardIndex
{
    private const string RowColumns = """
        SELECT row, id, text_hash, bytes, held_out, term, offset,
          (SELECT CASE WHEN row < first_row + rows THEN number END FROM segment
           WHERE first_row <= row ORDER BY first_row DESC LIMIT 1), live
        FROM document
        """;

    private readonly HeldOutSplit _heldOut;
    private readonly IndexConnection _writer;
    private readonly IndexConnection _reader;

    /// <summary>Opens an index, or creates an empty one if there is no file.</summary>
    /// <exception cref="SqliteException">The file is not a database, a damaged one, or locked.</exception>
    /// <exception cref="TimeoutException">Another process is in the middle of creating it.</exception>
    /// <exception cref="InvalidDataException">The database has another schema.</exception>
    public ShardIndex(string path, HeldOutSplit heldOut)
    {
        _heldOut = heldOut;
        _writer = new IndexConnection(path, SqliteOpenMode.ReadWriteCreate);
        _reader = new IndexConnection(path, SqliteOpenMode.ReadWrite);
        try
        {
            if (!File.Exists(path) || Version(_reader) != IndexSchema.Version)
                Prepare();
            (Watermark, Counts) = _reader.Query("SELECT * FROM state", ReadState).Single();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public LogCommit Watermark { get; private set; }

    public ShardCounts Counts { get; private set; }

    /// <summary>Gives its files back until it is asked something.</summary>
    public void Rest()
    {
        _reader.CloseIfIdle();
        _writer.CloseIfIdle();
    }

    /// <summary>Whether another process is in the middle of a write and makes no progress.</summary>
    public bool IsLocked()
    {
        try
        {
            _writer.Atomically(() => { });
            return false;
        }
        catch (TimeoutException)
        {
            return true;
        }
    }

    /// <summary>Copies the last committed state, all or nothing; another writer's lock does not prevent it.</summary>
    public void CopyTo(string path)
    {
        _reader.CopyTo(path + ".partial");
        File.Move(path + ".partial", path);
    }

    /// <summary>
    /// SQLite waits for its disk, so it runs on the thread pool and never blocks a caller's own scheduler.
    /// </summary>
    public Task RunAsync(Action work) => Task.Run(work);

    public void Apply(IEnumerable<(LogPosition Position, ShardRecord Record)> records, LogCommit watermark)
    {
        var counts = Counts;
        _writer.Atomically(() =>
        {
            foreach (var (position, record) in records)
            {
                Insert(position, record, counts);
                counts = counts.After(record, _heldOut);
            }

            _writer.Execute(
                "UPDATE state SET term = $0, length = $1, hash = $2, documents = $3, cut_rows = $4, "
                    + "segments = $5, held_out = $6, quarantined = $7, bytes = $8, open_bytes = $9, "
                    + "tombstones = $10",
                watermark.Term,
                watermark.Length,
                (long)watermark.Hash,
                counts.Documents,
                counts.CutRows,
                counts.Segments,
                counts.HeldOut,
                counts.Quarantined,
                counts.Bytes,
                counts.OpenBytes,
                counts.Tombstones
            );
            FaultPoints.Reached("index.before-commit");
        });

        (Watermark, Counts) = (watermark, counts);
    }

    public ShardRow? Find(string id) =>
        _reader.Query($"{RowColumns} WHERE id = $0 AND live", ReadRow, id).SingleOrDefault();

    public ShardRow? Row(int row) => _reader.Query($"{RowColumns} WHERE row = $0", ReadRow, row).SingleOrDefault();

    public IReadOnlyList<ShardRow> Rows(int from, int to, int max) =>
        _reader.Query($"{RowColumns} WHERE row >= $0 AND row < $1 ORDER BY row LIMIT $2", ReadRow, from, to, max);

    public IReadOnlyList<Tombstone> Tombstones(int from, int max) =>
        _reader.Query(
            "SELECT number, row, segment, bytes, held_out FROM tombstone WHERE number >= $0 ORDER BY number LIMIT $1",
            row => new Tombstone(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt32(3), row.GetBoolean(4)),
            from,
            max
        );

    public IReadOnlyList<Segment> Segments(int from, int max) =>
        _reader.Query(
            "SELECT number, first_row, rows, bytes FROM segment WHERE number >= $0 ORDER BY number LIMIT $1",
            row => new Segment(row.GetInt32(0), row.GetInt32(1), row.GetInt32(2), row.GetInt64(3)),
            from,
            max
        );

    public bool IsQuarantined(UInt128 key) =>
        _reader.Query("SELECT 1 FROM quarantine WHERE key = $0", _ => true, Bytes(key)).Count > 0;

    public IReadOnlyList<QuarantinedRecord> Quarantined(int from, int max) =>
        _reader.Query(
            "SELECT id, source, line, reason, text_hash FROM quarantine WHERE number >= $0 ORDER BY number LIMIT $1",
            row => new QuarantinedRecord(
                row.GetString(0),
                row.GetString(1),
                row.GetInt64(2),
                row.GetString(3),
                Hash(row, 4) is var hash && hash == 0 ? null : DocumentContent.Hex(hash)
            ),
            from,
            max
        );

    /// <summary>What SQLite finds wrong with the file, or null. Reads the whole file.</summary>
    public string? Damage() =>
        _reader.Query("PRAGMA integrity_check(1)", row => row.GetString(0)).Single() is not "ok" and var damage
            ? damage
            : null;

    public void Dispose()
    {
        _reader.Dispose();
        _writer.Dispose();
    }

    private void Prepare()
    {
        _writer.Execute("PRAGMA journal_mode = WAL");
        var version = Version(_writer);
        if (version == IndexSchema.Version)
            return;
        if (version != 0)
            throw new InvalidDataException($"the index has schema version {version}, expected {IndexSchema.Version}");
        _writer.Atomically(() =>
        {
            _writer.Execute(IndexSchema.Tables);
            _writer.Execute($"PRAGMA user_version = {IndexSchema.Version}");
        });
    }

    private static int Version(IndexConnection connection) =>
        connection.Query("PRAGMA user_version", row => row.GetInt32(0)).Single();

    private void Insert(LogPosition position, ShardRecord record, ShardCounts before)
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
                _writer.Execute(
                    "INSERT INTO segment VALUES ($0, $1, $2, $3)",
                    cut.Number,
                    cut.FirstRow,
                    cut.Rows,
                    cut.Bytes
                );
                break;
            case ShardRecord.RecordQuarantined set:
                _writer.Execute(
                    "INSERT INTO quarantine VALUES ($0, $1, $2, $3, $4, $5, $6)",
                    before.Quarantined,
                    Bytes(set.Key()),
                    set.Id,
                    set.Source,
                    set.Line,
                    set.Reason,
                    Bytes(set.TextHash)
                );
                break;
        }
    }

    private void Insert(LogPosition position, ShardRecord.DocumentAdded added) =>
        _writer.Execute(
            "INSERT INTO document VALUES ($0, $1, $2, $3, $4, $5, $6, 1)",
            added.Row,
            added.Id,
            Bytes(added.TextHash),
            added.Bytes,
            _heldOut.Contains(added.TextHash),
            position.Term,
            position.Offset
        );

    private void Delete(Tombstone tombstone)
    {
        _writer.Execute(
            "INSERT INTO tombstone VALUES ($0, $1, $2, $3, $4)",
            tombstone.Number,
            tombstone.Row,
            tombstone.Segment,
            tombstone.Bytes,
            tombstone.HeldOut
        );
        _writer.Execute("UPDATE document SET live = 0 WHERE row = $0", tombstone.Row);
    }

    private static ShardRow ReadRow(SqliteDataReader row) =>
        new(
            row.GetInt32(0),
            row.GetString(1),
            Hash(row, 2),
            row.GetInt32(3),
            row.GetBoolean(4),
            row.IsDBNull(7) ? null : row.GetInt32(7),
            new LogPosition(row.GetInt64(5), row.GetInt64(6)),
            !row.GetBoolean(8)
        );

    private static (LogCommit, ShardCounts) ReadState(SqliteDataReader row) =>
        (
            new LogCommit(row.GetInt64(0), row.GetInt64(1), (ulong)row.GetInt64(2)),
            new ShardCounts(
                row.GetInt32(3),
                row.GetInt32(4),
                row.GetInt32(5),
                row.GetInt32(6),
                row.GetInt32(7),
                row.GetInt64(8),
                row.GetInt64(9),
                row.GetInt32(10)
            )
        );

    private static byte[] Bytes(UInt128 value)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, value);
        return bytes;
    }

    private static UInt128 Hash(SqliteDataReader row, int column) =>
        BinaryPrimitives.ReadUInt128BigEndian(row.GetFieldValue<byte[]>(column));
}
