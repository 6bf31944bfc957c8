using System.Text.Json;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Logs;
using FluxEntropy.Storage;
using Microsoft.Data.Sqlite;

namespace FluxEntropy.Server.Storage;

/// <summary>The fencing records in a folder's <c>state.db</c>.</summary>
internal static class SqliteFences
{
    /// <summary>Adds how much of each log was committed.</summary>
    /// <param name="store">The folder.</param>
    /// <param name="isLive">
    /// Whether a server may be writing to it: then the database is read where it is; else from a copy, since SQLite writes beside what
    /// it reads.
    /// </param>
    /// <param name="logs">Takes the end of each log.</param>
    /// <param name="problems">Takes what cannot be read.</param>
    public static void Read(
        LocalFileStore store,
        bool isLive,
        Dictionary<string, LogCommit> logs,
        List<(string Where, string What)> problems
    )
    {
        var file = store.FullPath(DataLayout.StateDatabase);
        if (!File.Exists(file))
        {
            problems.Add(
                (
                    DataLayout.StateDatabase,
                    "it is missing: nothing says how much of the logs was committed. Restore it, or check --without-fences"
                )
            );
            return;
        }
        // Without a write-ahead log nobody writes to it, and reading it would make one.
        using var copy = isLive && File.Exists(file + "-wal") ? null : new DatabaseCopy(file);
        try
        {
            Read(copy?.File ?? file, logs);
        }
        catch (Exception damage)
            when (damage is SqliteException or JsonException or FormatException or InvalidCastException)
        {
            problems.Add(
                (
                    DataLayout.StateDatabase,
                    $"it is damaged: {damage.Message.ReplaceLineEndings(" ")} Restore it, or check --without-fences"
                )
            );
        }
    }

    /// <summary>Writes a new database that says how much of each log was committed.</summary>
    public static void Write(string file, IReadOnlyDictionary<string, LogCommit> logs)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()
        );
        connection.Open();
        using var transaction = connection.BeginTransaction();
        using var command = connection.CreateCommand();
        command.CommandText = SqliteGrainStorage.Schema;
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO state VALUES ($grain, $name, 1, $payload)";
        var (grain, payload) = (command.CreateParameter(), command.CreateParameter());
        (grain.ParameterName, payload.ParameterName) = ("$grain", "$payload");
        command.Parameters.AddRange([grain, payload]);
        command.Parameters.AddWithValue("$name", FencedLogs.StateName);
        foreach (var (folder, end) in logs.OrderBy(log => log.Key, StringComparer.Ordinal))
        {
            (grain.Value, payload.Value) = (FencedLogs.GrainOf(folder), FencedLogs.Write(end));
            command.ExecuteNonQuery();
        }
        transaction.Commit();
    }

    private static void Read(string file, Dictionary<string, LogCommit> logs)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = file,
                Mode = SqliteOpenMode.ReadOnly,
                Pooling = false,
            }.ToString()
        );
        connection.Open();
        using (var check = connection.CreateCommand())
        {
            check.CommandText = "PRAGMA integrity_check(1)";
            if (check.ExecuteScalar() is not "ok" and var found)
                throw new FormatException($"{found}.");
        }
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT grain, payload FROM state WHERE name = $name";
        command.Parameters.AddWithValue("$name", FencedLogs.StateName);
        using var reader = command.ExecuteReader();
        while (reader.Read())
            logs[FencedLogs.FolderOf(reader.GetString(0))] = FencedLogs.Read(reader.GetFieldValue<byte[]>(1));
    }
}
