namespace FluxEntropy.Logs;

/// <summary>
/// The one small record outside the files that decides who may write a log. It fences; it is never the only place
/// of anything: a record that is missing or older than the files costs re-checking, not data.
/// </summary>
public interface ILogFence
{
    /// <summary>The record as it is now, or null where there is none.</summary>
    Task<LogCommit?> ReadAsync(CancellationToken cancellationToken = default);

    /// <summary>Replaces the record if nobody else did since this object last read or wrote it.</summary>
    /// <returns>False when somebody else did. An exception means that the outcome is unknown.</returns>
    Task<bool> TryWriteAsync(LogCommit next, CancellationToken cancellationToken = default);
}

/// <summary>Another tenure took the log over, or this one stopped at an earlier failure: open the log anew.</summary>
public sealed class LogFencedException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A log is damaged where it was durable. The message names file and offset.</summary>
public sealed class LogCorruptException(string message) : IOException(message);
