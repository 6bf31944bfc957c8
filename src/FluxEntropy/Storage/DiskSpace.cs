using Microsoft.Data.Sqlite;

namespace FluxEntropy.Storage;

/// <summary>Distinguishes a full disk from a failing one: a full one works again once there is room.</summary>
public static class DiskSpace
{
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT
    private const int DatabaseFull = 13; // SQLITE_FULL

    /// <summary>Whether the root cause of a failure is that the disk is full.</summary>
    public static bool IsExhausted(Exception? exception) =>
        exception switch
        {
            null => false,
            IOException { HResult: NoSpace or OverQuota } => true,
            SqliteException { SqliteErrorCode: DatabaseFull } => true,
            _ => IsExhausted(exception.InnerException),
        };

    /// <summary>
    /// A full disk under SQLite, as the exception that the operating system raises for ordinary files.
    /// </summary>
    public static IOException Exhausted(string path, SqliteException exception) =>
        new($"No space left on device : '{path}'", exception) { HResult = NoSpace };
}
