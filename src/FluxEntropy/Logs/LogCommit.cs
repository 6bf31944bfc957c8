namespace FluxEntropy.Logs;

/// <summary>How far a term of a log counts: everything before <paramref name="Length"/>, whose last record carries <paramref name="Hash"/>.</summary>
/// <param name="Term">The tenure that wrote it, from 1.</param>
/// <param name="Length">Bytes of the term's file; 0 when the term was raised and nothing of it is committed yet.</param>
/// <param name="Hash">Chained hash at that length; 0 with length 0.</param>
public readonly record struct LogCommit(long Term, long Length, ulong Hash);

/// <summary>Where a record of a log begins. Positions rise in the order of the records.</summary>
/// <param name="Term">The term whose file holds it.</param>
/// <param name="Offset">Byte offset in that file.</param>
public readonly record struct LogPosition(long Term, long Offset) : IComparable<LogPosition>
{
    public int CompareTo(LogPosition other) => (Term, Offset).CompareTo((other.Term, other.Offset));

    public static bool operator <(LogPosition left, LogPosition right) => left.CompareTo(right) < 0;

    public static bool operator >(LogPosition left, LogPosition right) => left.CompareTo(right) > 0;

    public static bool operator <=(LogPosition left, LogPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >=(LogPosition left, LogPosition right) => left.CompareTo(right) >= 0;
}

/// <summary>A record of a log.</summary>
/// <param name="Position">Where it begins.</param>
/// <param name="Payload">What was appended.</param>
/// <param name="Hash">Chained hash after it.</param>
public readonly record struct LogRecord(LogPosition Position, ReadOnlyMemory<byte> Payload, ulong Hash)
{
    /// <summary>The log up to and including this record.</summary>
    public LogCommit End => new(Position.Term, Position.Offset + LogFormat.RecordBytes(Payload.Length), Hash);
}
