using Microsoft.Data.Sqlite;

namespace FluxEntropy.Shards;

/// <summary>
/// The files of a shard's index: <c>TERM.db</c>, created by the writer of that term; the newest is the index. A writer
/// goes on with its predecessor's file. If it cannot, it creates one of its own, under a name that no other process has
/// open: a process that hangs in the middle of a write keeps its lock on the file, and when it wakes up it deletes
/// SQLite's write-ahead log.
/// </summary>
/// <param name="folder">Absolute path of their folder, on a local disk; created if there is none.</param>
/// <param name="heldOut">Which documents are held out.</param>
internal sealed class ShardIndexFiles(string folder, HeldOutSplit heldOut)
{
    private const string Pattern = "*.db";
    private const int Busy = 5; // SQLITE_BUSY
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NotADatabase = 26; // SQLITE_NOTADB

    /// <summary>The newest index of a folder, or null.</summary>
    public static string? Newest(string folder) =>
        Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, Pattern).Order(StringComparer.Ordinal).LastOrDefault()
            : null;

    /// <summary>The newest index as it is, at rest until it is asked something; null if there is none, or it is not usable.</summary>
    public ShardIndex? Usable()
    {
        try
        {
            var index = Newest(folder) is { } newest ? new ShardIndex(newest, heldOut) : null;
            index?.Rest();
            return index;
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            return null;
        }
    }

    /// <summary>
    /// Opens the newest index; a copy of it if another process holds its lock, an empty one if none is usable.
    /// </summary>
    /// <param name="term">Term of the writer that opens it.</param>
    public ShardIndex Open(long term)
    {
        if (Newest(folder) is not { } newest)
            return Anew(term);
        try
        {
            var index = new ShardIndex(newest, heldOut);
            if (!index.IsLocked())
                return index;
            using (index)
                index.CopyTo(PathOf(term));
            return Alone(PathOf(term));
        }
        catch (Exception exception) when (IsUnusable(exception))
        {
            return Anew(term);
        }
    }

    /// <summary>Creates an empty index.</summary>
    /// <param name="term">Term of the writer that creates it.</param>
    public ShardIndex Anew(long term)
    {
        Directory.CreateDirectory(folder);
        foreach (var suffix in (string[])["", "-wal", "-shm"])
            File.Delete(PathOf(term) + suffix);
        return Alone(PathOf(term));
    }

    private static bool IsUnusable(Exception exception) =>
        exception
            is InvalidDataException
                or TimeoutException
                or SqliteException { SqliteErrorCode: Busy or Corrupt or NotADatabase };

    private ShardIndex Alone(string path)
    {
        var index = new ShardIndex(path, heldOut);
        foreach (var older in Directory.GetFiles(folder).Where(file => string.CompareOrdinal(file, path) < 0))
            File.Delete(older);
        return index;
    }

    private string PathOf(long term) => Path.Join(folder, $"{term:D8}.db");
}
