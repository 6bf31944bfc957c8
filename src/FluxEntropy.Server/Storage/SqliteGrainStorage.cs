using System.Text.Json;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Orleans.Storage;

namespace FluxEntropy.Server.Storage;

/// <summary>
/// Grain state in one SQLite file (WAL, synchronous FULL), for the embedded server, which has the data folder alone. It holds fencing
/// records only:
/// what was acknowledged is in files, and this database decides which term may acknowledge.
/// The ETag is the row's version; a write or clear with another one throws <see cref="InconsistentStateException"/>.
/// </summary>
internal sealed partial class SqliteGrainStorage : IExclusiveFences, IDisposable
{
    /// <summary>Creates the table where there is none.</summary>
    public const string Schema = """
        CREATE TABLE IF NOT EXISTS state (
            grain TEXT NOT NULL,
            name TEXT NOT NULL,
            version INTEGER NOT NULL,
            payload BLOB NOT NULL,
            PRIMARY KEY (grain, name)) WITHOUT ROWID;
        """;

    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int NotADatabase = 26; // SQLITE_NOTADB

    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _gate = new(1, 1); // one writer; SQLite would serialise them anyway

    /// <param name="path">The database; created if there is none.</param>
    /// <param name="hasLogs">Whether there are logs already, so that a database that is not there was lost.</param>
    /// <param name="logger">Told of a lost database.</param>
    public SqliteGrainStorage(string path, bool hasLogs, ILogger<SqliteGrainStorage> logger)
    {
        if (hasLogs && !File.Exists(path))
            LogLost(logger, path);
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()
        );
        _connection.Open();
        Execute($"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; {Schema}");
    }

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() =>
        {
            using var command = Command(
                "SELECT version, payload FROM state WHERE grain = $grain AND name = $name",
                stateName,
                grainId
            );
            using var reader = command.ExecuteReader();
            if (!reader.Read())
            {
                (grainState.ETag, grainState.RecordExists) = (null!, false);
                return;
            }
            grainState.State = JsonSerializer.Deserialize<T>(reader.GetFieldValue<byte[]>(1))!;
            (grainState.ETag, grainState.RecordExists) = (reader.GetInt64(0).ToString(), true);
        });

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() =>
        {
            var expected = grainState.ETag is { } etag ? long.Parse(etag) : 0;
            using var command = Command(
                expected == 0
                    ? "INSERT INTO state VALUES ($grain, $name, 1, $payload) ON CONFLICT DO NOTHING"
                    : "UPDATE state SET version = $version + 1, payload = $payload WHERE grain = "
                        + "$grain AND name = $name AND version = $version",
                stateName,
                grainId
            );
            command.Parameters.AddWithValue("$payload", JsonSerializer.SerializeToUtf8Bytes(grainState.State));
            if (expected != 0)
                command.Parameters.AddWithValue("$version", expected);
            if (command.ExecuteNonQuery() != 1)
                throw new InconsistentStateException(
                    $"{stateName} of {grainId} was written by somebody else since version {expected}."
                );
            (grainState.ETag, grainState.RecordExists) = ((expected + 1).ToString(), true);
        });

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState) =>
        Run(() =>
        {
            using var command = Command(
                "DELETE FROM state WHERE grain = $grain AND name = $name AND version = $version",
                stateName,
                grainId
            );
            command.Parameters.AddWithValue("$version", grainState.ETag is { } etag ? long.Parse(etag) : 0);
            if (command.ExecuteNonQuery() != 1 && grainState.RecordExists)
                throw new InconsistentStateException($"{stateName} of {grainId} was written by somebody else.");
            (grainState.ETag, grainState.RecordExists) = (null!, false);
        });

    public void Dispose()
    {
        _connection.Dispose();
        _gate.Dispose();
    }

    [LoggerMessage(
        LogLevel.Warning,
        "'{Path}' is missing: how much of each log was committed is not known, so that the end of a log that was cut off is not "
            + "missed. If there is a copy of it, stop this server and restore it"
    )]
    private static partial void LogLost(ILogger logger, string path);

    // Off the grain's thread: an fsync must not hold up an activation's other turns.
    private async Task Run(Action action)
    {
        await _gate.WaitAsync();
        try
        {
            await Task.Run(action);
        }
        catch (SqliteException exception) when (DiskSpace.IsExhausted(exception))
        {
            throw DiskSpace.Exhausted(_connection.DataSource, exception);
        }
        catch (Exception damage)
            when (damage is JsonException or SqliteException { SqliteErrorCode: Corrupt or NotADatabase })
        {
            throw new InvalidDataException(
                $"{DataLayout.StateDatabase}: damaged: {damage.Message.ReplaceLineEndings(" ")} "
                    + "Stop the server, then restore the file from a backup, or see what 'flux repair' can do.",
                damage
            );
        }
        finally
        {
            _gate.Release();
        }
    }

    private SqliteCommand Command(string sql, string stateName, GrainId grainId)
    {
        var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.Parameters.AddWithValue("$grain", grainId.ToString());
        command.Parameters.AddWithValue("$name", stateName);
        return command;
    }

    private void Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
