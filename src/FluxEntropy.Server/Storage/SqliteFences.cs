using System.Text.Json;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Logs;
using FluxEntropy.Storage;
using Microsoft.Data.Sqlite;

namespace FluxEntropy.Server.Storage;

/// <summary>Reads the fencing records of a stopped folder's <c>state.db</c>, from a copy.</summary>
internal static class SqliteFences
{
    /// <summary>Adds how much of each log was committed.</summary>
    public static void Read(
        LocalFileStore store,
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
        using var copy = new DatabaseCopy(file);
        try
        {
            Read(copy.File, logs);
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

    private static void Read(string file, Dictionary<string, LogCommit> logs)
    {
        using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString()
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
