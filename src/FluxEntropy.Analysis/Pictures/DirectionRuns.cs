using System.Globalization;
using System.Text;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>
/// A line of text in runs of one direction, in the order in which they are drawn from the left: the part of Unicode's
/// bidirectional algorithm (UAX #9) that names, and sentences from the left with isolated names in them, need.
/// </summary>
internal static class DirectionRuns
{
    private const char IsolateFirst = '\u2068'; // FIRST STRONG ISOLATE
    private const char IsolateLast = '\u2069'; // POP DIRECTIONAL ISOLATE

    private enum Kind
    {
        Left,
        Right,
        Number,
        Neutral,
    }

    /// <summary>A name for a sentence, in which nothing around it changes its order, nor it that of anything.</summary>
    public static string Isolated(string name) => IsolateFirst + name + IsolateLast;

    /// <summary>The runs; the characters of each are in the order in which they are read.</summary>
    public static IReadOnlyList<(string Text, bool IsRightToLeft)> Of(string line) =>
        [
            .. line.Split(IsolateFirst, IsolateLast)
                .Where((part, i) => part.Length > 0 || i == 0)
                .SelectMany(RunsOf)
                .Where(run => run.Text.Length > 0),
        ];

    private static IReadOnlyList<(string Text, bool IsRightToLeft)> RunsOf(string line)
    {
        Rune[] runes = [.. line.EnumerateRunes()];
        if (!runes.Any(IsRightToLeft))
            return [(line, false)];
        var runs = new List<(int Level, StringBuilder Text)>();
        foreach (var (rune, level) in runes.Zip(Levels(runes)))
        {
            if (runs.Count == 0 || runs[^1].Level != level)
                runs.Add((level, new StringBuilder()));
            runs[^1].Text.Append(rune.ToString());
        }
        for (var level = runs.Max(run => run.Level); level > 0; level--)
            Reverse(runs, level);
        return [.. runs.Select(run => (run.Text.ToString(), run.Level % 2 == 1))];
    }

    /// <summary>Whether a character is of a script that is written from the right.</summary>
    private static bool IsRightToLeft(Rune rune) => KindOf(rune) == Kind.Right;

    // Rule L2: from the highest level down, whatever is at a level or above is turned round.
    private static void Reverse(List<(int Level, StringBuilder Text)> runs, int level)
    {
        for (var first = 0; first < runs.Count; first++)
        {
            var end = first;
            while (end < runs.Count && runs[end].Level >= level)
                end++;
            runs.Reverse(first, end - first);
            first = Math.Max(first, end - 1);
        }
    }

    private static int[] Levels(Rune[] runes)
    {
        Kind[] kinds = [.. runes.Select(KindOf)];
        for (var i = 1; i < kinds.Length; i++)
        {
            if (Rune.GetUnicodeCategory(runes[i]) is UnicodeCategory.NonSpacingMark or UnicodeCategory.EnclosingMark)
                kinds[i] = kinds[i - 1];
            // A point or comma between digits is part of the number (rule W4).
            else if (i + 1 < kinds.Length && ".,:/+-".Contains(runes[i].ToString(), StringComparison.Ordinal))
                kinds[i] = (kinds[i - 1], kinds[i + 1]) == (Kind.Number, Kind.Number) ? Kind.Number : Kind.Neutral;
        }
        var first = kinds.FirstOrDefault(kind => kind is Kind.Left or Kind.Right, Kind.Left);
        var (ground, strong) = (first == Kind.Right ? 1 : 0, first);
        var levels = new int[kinds.Length];
        for (var i = 0; i < kinds.Length; i++)
        {
            strong = kinds[i] is Kind.Left or Kind.Right ? kinds[i] : strong;
            levels[i] = kinds[i] switch
            {
                Kind.Right => 1,
                Kind.Number when strong == Kind.Right => 2,
                Kind.Neutral => ground,
                _ => 2 * ground,
            };
        }
        Settle(kinds, levels);
        return levels;
    }

    // Rule N1: what stands between two runs of one direction has it too; a number counts as written from the right.
    private static void Settle(Kind[] kinds, int[] levels)
    {
        for (var i = 0; i < kinds.Length; i++)
        {
            if (kinds[i] != Kind.Neutral)
                continue;
            var end = i;
            while (end < kinds.Length && kinds[end] == Kind.Neutral)
                end++;
            if (i > 0 && end < kinds.Length && levels[i - 1] > 0 && levels[end] > 0)
            {
                var isLeft = kinds[i - 1] == Kind.Left && kinds[end] == Kind.Left;
                Array.Fill(levels, isLeft ? levels[end] : 1, i, end - i);
            }
            i = end - 1;
        }
    }

    private static Kind KindOf(Rune rune) =>
        rune.Value switch
        {
            (>= 0x660 and <= 0x669) or (>= 0x6f0 and <= 0x6f9) => Kind.Number,
            (>= 0x590 and <= 0x8ff) or (>= 0xfb1d and <= 0xfdff) or (>= 0xfe70 and <= 0xfefe) => Kind.Right,
            (>= 0x10800 and <= 0x10fff) or (>= 0x1e800 and <= 0x1efff) => Kind.Right,
            >= '0' and <= '9' => Kind.Number,
            _ => Rune.IsLetter(rune) ? Kind.Left : Kind.Neutral,
        };
}
