using FluxEntropy.Logs;

namespace FluxEntropy.Tests.Logs;

/// <summary>A fencing record in memory, as a database would keep it: one value, conditional writes.</summary>
internal sealed class MemoryFenceRecord
{
    private readonly Lock _gate = new();
    private long _version;

    public LogCommit? Value { get; private set; }

    public int Writes { get; private set; }

    /// <summary>Puts another value in place, as restoring a copy of the database does.</summary>
    public void Restore(LogCommit? value)
    {
        lock (_gate)
            (Value, _version) = (value, _version + 1);
    }

    /// <summary>Everything that the database holds, ETag included.</summary>
    public (LogCommit? Value, long Version) Backup()
    {
        lock (_gate)
            return (Value, _version);
    }

    /// <summary>Puts the whole record back to what it was.</summary>
    public void Restore((LogCommit? Value, long Version) backup)
    {
        lock (_gate)
            (Value, _version) = backup;
    }

    /// <summary>A view as one activation has it.</summary>
    /// <param name="isExclusive">Whether the activation believes that nobody else can write.</param>
    public ILogFence Open(bool isExclusive = false) => new View(this, isExclusive);

    private sealed class View(MemoryFenceRecord record, bool isExclusive) : ILogFence
    {
        private long _seen;

        public bool IsExclusive => isExclusive;

        public Task<LogCommit?> ReadAsync(CancellationToken cancellationToken = default)
        {
            lock (record._gate)
            {
                _seen = record._version;
                return Task.FromResult(record.Value);
            }
        }

        public Task<bool> TryWriteAsync(LogCommit next, CancellationToken cancellationToken = default)
        {
            lock (record._gate)
            {
                if (_seen != record._version)
                    return Task.FromResult(false);
                record.Value = next;
                record.Writes++;
                _seen = ++record._version;
                return Task.FromResult(true);
            }
        }
    }
}
