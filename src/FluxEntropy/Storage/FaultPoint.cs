using System.Globalization;

namespace FluxEntropy.Storage;

/// <summary>One armed fault point: its name, and when it triggers and how.</summary>
internal sealed class FaultPoint
{
    private const string Hang = "hang@";

    private int _visits;

    public required string Name { get; init; }

    /// <summary>The visit that triggers it, from 1.</summary>
    public int Visit { get; init; } = 1;

    /// <summary>The value that it is armed with, for points that look at texts or ask for a value.</summary>
    public string? Value { get; init; }

    /// <summary>Whether the process is suspended instead of killed.</summary>
    public bool Hangs { get; init; }

    /// <summary>
    /// Reads a list such as <c>shard.cut:3,hang@scorer.before-publish,scorer.document=poison</c>; null arms nothing.
    /// </summary>
    /// <exception cref="ArgumentException">A count is not a number of at least 1.</exception>
    public static IReadOnlyList<FaultPoint> ParseAll(string? list) =>
        [.. (list ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Parse)];

    /// <summary>Counts a visit, and triggers if it is the one.</summary>
    public void Reached()
    {
        if (Value is not null || Interlocked.Increment(ref _visits) != Visit)
            return;
        if (Hangs)
            Posix.StopThisProcess();
        else
            Posix.KillThisProcess();
    }

    private static FaultPoint Parse(string text)
    {
        if (text.Split('=', 2) is [var name, var value])
            return new FaultPoint { Name = name, Value = value };
        var hangs = text.StartsWith(Hang, StringComparison.Ordinal);
        var parts = text[(hangs ? Hang.Length : 0)..].Split(':', 2);
        var visit = 1;
        if (
            parts.Length == 2
            && (!int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out visit) || visit < 1)
        )
            throw new ArgumentException(
                $"{FaultPoints.Variable}='{text}': expected NAME, NAME:N with N of at least 1, hang@NAME:N or NAME=VALUE"
            );
        return new FaultPoint
        {
            Name = parts[0],
            Visit = visit,
            Hangs = hangs,
        };
    }
}
