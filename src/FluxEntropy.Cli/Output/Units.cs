namespace FluxEntropy.Cli.Output;

/// <summary>Quantities as people read them, each with its unit.</summary>
internal static class Units
{
    /// <summary><c>1 document</c>, <c>4,096 documents</c>.</summary>
    public static string Count(long count, string one, string? many = null) =>
        $"{count:N0} {(count == 1 ? one : many ?? one + "s")}";

    /// <summary><c>812 B</c>, <c>3.4 MiB</c>.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "KiB", "MiB", "GiB", "TiB"];
        var (value, unit) = ((double)bytes, 0);
        for (; value >= 1000 && unit < units.Length - 1; unit++)
            value /= 1024;
        return unit == 0 ? $"{bytes} B" : $"{value:0.0} {units[unit]}";
    }

    /// <summary><c>0.8 s</c>, <c>42 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>, <c>3 d 4 h</c>.</summary>
    public static string Duration(TimeSpan time) =>
        time.TotalSeconds switch
        {
            < 0.0995 => $"{time.TotalMilliseconds:0} ms",
            < 9.95 => $"{time.TotalSeconds:0.0} s",
            < 60 => $"{time.TotalSeconds:0} s",
            < 3600 => $"{(int)time.TotalMinutes} min {time.Seconds} s",
            < 86400 => $"{(int)time.TotalHours} h {time.Minutes} min",
            _ => $"{(int)time.TotalDays} d {time.Hours} h",
        };

    /// <summary><c>1,240 tokens/s</c>; three significant digits below a hundred.</summary>
    public static string Rate(double perSecond, string what) =>
        perSecond switch
        {
            >= 99.5 => $"{perSecond:N0} {what}/s",
            >= 9.95 => $"{perSecond:0.0} {what}/s",
            _ => $"{perSecond:0.00} {what}/s",
        };

    /// <summary>A share of one as a percentage: <c>12.3%</c>.</summary>
    public static string Percent(double share) => $"{100 * share:0.0}%";
}
