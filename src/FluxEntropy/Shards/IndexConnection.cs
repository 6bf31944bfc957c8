using FluxEntropy.Storage;
using Microsoft.Data.Sqlite;

namespace FluxEntropy.Shards;

/// <summary>
/// A connection that prepares each statement once. Calls are serialised. A full disk raises <see cref="IOException"/>,
/// as for any other file. If another process holds the writer's lock for three seconds, that raises
/// <see cref="TimeoutException"/>, since an index has one writer at a time.
/// </summary>
internal sealed class IndexConnection : IDisposable
{
    private const int Busy = 5; // SQLITE_BUSY
    private const int LockSeconds = 3;

    private readonly Lock _gate = new();
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly Dictionary<string, SqliteCommand> _statements = [];
    private SqliteTransaction? _transaction;

    /// <param name="path">The database file.</param>
    /// <param name="mode">Whether to create or write it.</param>
    public IndexConnection(string path, SqliteOpenMode mode)
    {
        _path = path;
        _connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
                DefaultTimeout = LockSeconds,
            }.ToString()
        );
        _connection.Open();
        // The log is the truth: a power cut may lose the index's last transactions, which opening adds again.
        Execute("PRAGMA synchronous = NORMAL");
    }

    /// <summary>Runs statements atomically.</summary>
    public void Atomically(Action statements)
    {
        try
        {
            using var transaction = _transaction = _connection.BeginTransaction();
            statements();
            transaction.Commit();
        }
        catch (SqliteException exception) when (DiskSpace.IsExhausted(exception))
        {
            throw DiskSpace.Exhausted(_path, exception);
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == Busy)
        {
            throw new TimeoutException(
                $"Another process is in the middle of a write to '{_path}' and makes no progress.",
                exception
            );
        }
        finally
        {
            _transaction = null;
        }
    }

    /// <summary>Runs a statement with parameters $0, $1, …</summary>
    public void Execute(string sql, params ReadOnlySpan<object> parameters)
    {
        lock (_gate)
            Statement(sql, parameters).ExecuteNonQuery();
    }

    /// <summary>Runs a query with parameters $0, $1, … and reads all its rows.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object> parameters)
    {
        lock (_gate)
        {
            using var reader = Statement(sql, parameters).ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
                rows.Add(read(reader));
            return rows;
        }
    }

    /// <summary>Copies the last committed state of the database over a file.</summary>
    public void CopyTo(string path)
    {
        using var copy = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()
        );
        copy.Open();
        lock (_gate)
            _connection.BackupDatabase(copy);
    }

    public void Dispose()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _connection.Dispose();
    }

    private SqliteCommand Statement(string sql, ReadOnlySpan<object> parameters)
    {
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = _connection.CreateCommand();
            statement.CommandText = sql;
            for (var i = 0; i < parameters.Length; i++)
                statement.Parameters.Add(new SqliteParameter($"${i}", null));
            _statements.Add(sql, statement);
        }

        statement.Transaction = _transaction;
        for (var i = 0; i < parameters.Length; i++)
            statement.Parameters[i].Value = parameters[i];
        return statement;
    }
}
