using Microsoft.Data.Sqlite;

namespace FluxEntropy.Storage;

/// <summary>Tells a disk without space from one that fails: it works again once somebody makes room.</summary>
public static class DiskSpace
{
    private const int NoSpace = 28; // ENOSPC
    private const int OverQuota = 122; // EDQUOT
    private const int DatabaseFull = 13; // SQLITE_FULL

    /// <summary>Whether something failed, in the end, for want of space.</summary>
    public static bool IsExhausted(Exception? exception) =>
        exception switch
        {
            null => false,
            IOException { HResult: NoSpace or OverQuota } => true,
            SqliteException { SqliteErrorCode: DatabaseFull } => true,
            _ => IsExhausted(exception.InnerException),
        };

    /// <summary>What a full disk does to a file, as the operating system says it of files that are no databases.</summary>
    public static IOException Exhausted(string path, SqliteException exception) =>
        new($"No space left on device : '{path}'", exception) { HResult = NoSpace };
}
