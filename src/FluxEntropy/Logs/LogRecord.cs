namespace FluxEntropy.Logs;

/// <summary>A record of a log.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Payload">What was appended.</param>
/// <param name="Hash">Chained hash after it.</param>
public readonly record struct LogRecord(LogPosition Position, ReadOnlyMemory<byte> Payload, ulong Hash)
{
    /// <summary>The log up to and including this record.</summary>
    public LogCommit End => new(Position.Term, Position.Offset + LogFormat.RecordBytes(Payload.Length), Hash);
}
