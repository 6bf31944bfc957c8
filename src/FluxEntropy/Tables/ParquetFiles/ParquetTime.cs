using System.Globalization;

namespace FluxEntropy.Tables.ParquetFiles;

/// <summary>
/// Dates and times in ISO 8601, for every number that a file can hold: years before Christ count on from year 0, which was
/// 1 BC. A time in UTC ends in Z; of one in nobody's zone nothing is said, whatever that of this machine is.
/// </summary>
internal static class ParquetTime
{
    private const long SecondsPerDay = 86_400;

    /// <summary>Days from the beginning of Julian day 0, as INT96 counts, to 1970-01-01.</summary>
    private const long JulianEpoch = 2_440_588;

    /// <summary>Days since 1970-01-01 in the proleptic Gregorian calendar.</summary>
    public static string Date(long days) =>
        days switch
        {
            int.MaxValue => "infinity",
            int.MinValue or int.MinValue + 1 => "-infinity",
            _ => Calendar(days),
        };

    /// <summary>A time since 1970-01-01T00:00:00, in units of which so many make a second.</summary>
    public static string Timestamp(long units, long perSecond, bool utc)
    {
        if (units is long.MaxValue or long.MinValue or long.MinValue + 1)
            return units > 0 ? "infinity" : "-infinity";
        var perDay = SecondsPerDay * perSecond;
        var days = Math.DivRem(units, perDay, out var ofDay);
        if (ofDay < 0)
            (days, ofDay) = (days - 1, ofDay + perDay);
        return $"{Calendar(days)}T{OfDay(ofDay, perSecond, utc)}";
    }

    /// <summary>A Julian day and nanoseconds of that day.</summary>
    public static string Timestamp(int julianDay, long nanoseconds) =>
        nanoseconds is >= 0 and < SecondsPerDay * 1_000_000_000
            ? $"{Calendar(julianDay - JulianEpoch)}T{OfDay(nanoseconds, 1_000_000_000, utc: false)}"
            : throw new FormatException($"{nanoseconds:N0} nanoseconds of a day");

    /// <summary>A time of day.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static string OfDay(long units, long perSecond, bool utc)
    {
        if (units < 0 || units >= SecondsPerDay * perSecond)
            throw new FormatException($"{units:N0} is no time of day");
        var (seconds, part) = Math.DivRem(units, perSecond);
        var digits = perSecond.ToString(CultureInfo.InvariantCulture).Length - 1;
        var fraction = part.ToString(CultureInfo.InvariantCulture).PadLeft(digits, '0').TrimEnd('0');
        return $"{seconds / 3600:00}:{seconds / 60 % 60:00}:{seconds % 60:00}"
            + (fraction.Length > 0 ? "." + fraction : "")
            + (utc ? "Z" : "");
    }

    /// <summary>Years of 400 repeat; within them a year begins in March, so that a leap day is its last.</summary>
    private static string Calendar(long days)
    {
        const int cycleDays = 146_097;
        var shifted = days + 719_468;
        var cycle = (long)Math.Floor((decimal)shifted / cycleDays);
        var ofCycle = shifted - (cycle * cycleDays);
        var yearOfCycle = (ofCycle - (ofCycle / 1_460) + (ofCycle / 36_524) - (ofCycle / 146_096)) / 365;
        var ofYear = ofCycle - ((365 * yearOfCycle) + (yearOfCycle / 4) - (yearOfCycle / 100));
        var marchMonth = ((5 * ofYear) + 2) / 153;
        var day = ofYear - (((153 * marchMonth) + 2) / 5) + 1;
        var month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
        var year = yearOfCycle + (cycle * 400) + (month <= 2 ? 1 : 0);
        var sign = year < 0 ? "-" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{Math.Abs(year):0000}-{month:00}-{day:00}");
    }
}
