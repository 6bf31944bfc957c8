using FluxEntropy.Storage;

namespace FluxEntropy.Shards;

/// <summary>
/// The connections of this process to shards' indexes, of which only so many are open at a time as the process may have files: the
/// one that was not used for longest gives way. Thread-safe.
/// </summary>
internal static class OpenConnections
{
    private const int FilesPerConnection = 3; // at most: the database, its write-ahead log, the memory that they share
    private const int Fewest = 16;
    private const int Most = 512;

    private static readonly Lock Gate = new();
    private static readonly LinkedList<IndexConnection> Open = new(); // the one used last comes last
    private static readonly Dictionary<IndexConnection, LinkedListNode<IndexConnection>> Nodes = [];

    /// <summary>Connections that are open at most, unless more are in use: they take an eighth of the files that there may be.</summary>
    public static int Max { get; } = Math.Clamp((int)(OpenFiles.Max / 8 / FilesPerConnection), Fewest, Most);

    /// <summary>A connection is used now; those that were not used for longest are closed if there are too many.</summary>
    public static void Used(IndexConnection connection)
    {
        List<IndexConnection> idle;
        lock (Gate)
        {
            if (Nodes.TryGetValue(connection, out var node))
                Open.Remove(node);
            else
                Nodes.Add(connection, node = new(connection));
            Open.AddLast(node);
            idle = [.. Open.Take(Nodes.Count - Max).Where(other => other != connection)];
        }
        foreach (var other in idle) // outside the lock: closing may wait for the disk
            other.CloseIfIdle();
    }

    /// <summary>A connection is closed.</summary>
    public static void Closed(IndexConnection connection)
    {
        lock (Gate)
        {
            if (Nodes.Remove(connection, out var node))
                Open.Remove(node);
        }
    }
}
