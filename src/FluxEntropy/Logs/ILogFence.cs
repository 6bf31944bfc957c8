namespace FluxEntropy.Logs;

/// <summary>
/// The one small record outside the files that decides who may write a log. It is never the only copy of anything: if
/// it is missing or older than the files, that costs checking, not data.
/// </summary>
public interface ILogFence
{
    /// <summary>
    /// Whether nobody but this process can write the record, so that a log which is only read need not be taken over. The default
    /// value is false.
    /// </summary>
    bool IsExclusive => false;

    /// <summary>The current record, or null if there is none.</summary>
    Task<LogCommit?> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the record unless someone else has done so since this object last read or wrote it.</summary>
    /// <returns>False if someone else has. An exception means that the outcome is unknown.</returns>
    Task<bool> TryWriteAsync(LogCommit next, CancellationToken cancellationToken = default);
}

/// <summary>Another writer took over the log, or this one stopped at an earlier failure: reopen the log.</summary>
public sealed class LogFencedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A durable part of a log is missing or damaged. The message names file and offset.</summary>
public sealed class LogCorruptException(string message) : IOException(message);
