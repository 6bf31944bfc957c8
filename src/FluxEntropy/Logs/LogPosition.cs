namespace FluxEntropy.Logs;

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
