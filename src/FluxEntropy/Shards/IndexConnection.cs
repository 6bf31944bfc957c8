using FluxEntropy.Storage;
using Microsoft.Data.Sqlite;

namespace FluxEntropy.Shards;

/// <summary>
/// A connection that prepares each statement once. Calls are serialised. A full disk raises <see cref="IOException"/>,
/// as for any other file. If another process holds the writer's lock for three seconds, that raises
/// <see cref="TimeoutException"/>, since an index has one writer at a time.
/// <para>
/// It is opened by its first use, and closed and opened again as <see cref="OpenConnections"/> has need of files.
/// </para>
/// </summary>
/// <param name="path">The database file.</param>
/// <param name="mode">Whether to create or write it.</param>
internal sealed class IndexConnection(string path, SqliteOpenMode mode) : IDisposable
{
    private const int Busy = 5; // SQLITE_BUSY
    private const int LockSeconds = 3;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, SqliteCommand> _statements = [];
    private SqliteConnection? _connection;
    private SqliteTransaction? _transaction;
    private bool _isDisposed;

    /// <summary>Runs statements atomically.</summary>
    public void Atomically(Action statements)
    {
        lock (_gate)
        {
            try
            {
                using var transaction = _transaction = Open().BeginTransaction();
                statements();
                transaction.Commit();
            }
            catch (SqliteException exception) when (DiskSpace.IsExhausted(exception))
            {
                throw DiskSpace.Exhausted(path, exception);
            }
            catch (SqliteException exception) when (exception.SqliteErrorCode == Busy)
            {
                throw new TimeoutException(
                    $"Another process is in the middle of a write to '{path}' and makes no progress.",
                    exception
                );
            }
            finally
            {
                _transaction = null;
            }
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
    public void CopyTo(string copyPath)
    {
        using var copy = new SqliteConnection(
            new SqliteConnectionStringBuilder { DataSource = copyPath, Pooling = false }.ToString()
        );
        copy.Open();
        lock (_gate)
            Open().BackupDatabase(copy);
    }

    /// <summary>Gives its files back until it is used again, unless it is in use now.</summary>
    public void CloseIfIdle()
    {
        if (!_gate.TryEnter())
            return;
        try
        {
            if (_transaction is null)
                Close();
        }
        finally
        {
            _gate.Exit();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isDisposed = true;
            Close();
        }
    }

    private SqliteConnection Open()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        OpenConnections.Used(this);
        if (_connection is not null)
            return _connection;
        var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Mode = mode,
                Pooling = false,
                DefaultTimeout = LockSeconds,
            }.ToString()
        );
        try
        {
            connection.Open();
            // The log is the truth: a power cut may lose the index's last transactions, which opening adds again.
            using var pragma = connection.CreateCommand();
            pragma.CommandText = "PRAGMA synchronous = NORMAL";
            pragma.ExecuteNonQuery();
        }
        catch
        {
            connection.Dispose();
            throw;
        }
        if (mode == SqliteOpenMode.ReadWriteCreate)
            mode = SqliteOpenMode.ReadWrite; // a file that was deleted meanwhile is not made anew
        return _connection = connection;
    }

    private void Close()
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        _connection?.Dispose();
        _connection = null;
        OpenConnections.Closed(this);
    }

    private SqliteCommand Statement(string sql, ReadOnlySpan<object> parameters)
    {
        var connection = Open();
        if (!_statements.TryGetValue(sql, out var statement))
        {
            statement = connection.CreateCommand();
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
