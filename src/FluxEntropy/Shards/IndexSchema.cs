namespace FluxEntropy.Shards;

/// <summary>The tables of a shard's index.</summary>
internal static class IndexSchema
{
    /// <summary>In SQLite's <c>user_version</c>. An index of another one is made anew.</summary>
    public const int Version = 2;

    /// <summary>Makes them, empty.</summary>
    public const string Tables = """
        CREATE TABLE document(row INTEGER PRIMARY KEY, id TEXT NOT NULL, text_hash BLOB NOT NULL,
          bytes INTEGER NOT NULL, held_out INTEGER NOT NULL, term INTEGER NOT NULL, offset INTEGER NOT NULL, live INTEGER NOT NULL);
        CREATE UNIQUE INDEX live_id ON document(id) WHERE live;
        CREATE TABLE tombstone(number INTEGER PRIMARY KEY, row INTEGER NOT NULL UNIQUE, segment INTEGER NOT NULL,
          bytes INTEGER NOT NULL, held_out INTEGER NOT NULL);
        CREATE TABLE segment(number INTEGER PRIMARY KEY, first_row INTEGER NOT NULL UNIQUE, rows INTEGER NOT NULL, bytes INTEGER NOT NULL);
        CREATE TABLE quarantine(number INTEGER PRIMARY KEY, key BLOB NOT NULL UNIQUE, id TEXT NOT NULL, source TEXT NOT NULL,
          line INTEGER NOT NULL, reason TEXT NOT NULL, text_hash BLOB NOT NULL);
        CREATE TABLE state(term INTEGER NOT NULL, length INTEGER NOT NULL, hash INTEGER NOT NULL, documents INTEGER NOT NULL,
          cut_rows INTEGER NOT NULL, segments INTEGER NOT NULL, held_out INTEGER NOT NULL, quarantined INTEGER NOT NULL,
          bytes INTEGER NOT NULL, open_bytes INTEGER NOT NULL, tombstones INTEGER NOT NULL);
        INSERT INTO state VALUES (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        """;
}
