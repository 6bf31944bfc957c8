using System.Globalization;
using System.Text;

namespace FluxEntropy.Models.Tokenizers;

/// <summary>
/// Normalisation form C (Unicode Standard Annex #15), with the place in the original that each character comes from.
/// .NET's own leaves texts as they are in invariant globalisation mode, and tells no places.
/// </summary>
internal static class UnicodeComposition
{
    private const int HangulSyllables = 0xAC00,
        HangulCount = 11172,
        LeadBase = 0x1100,
        LeadCount = 19,
        VowelBase = 0x1161,
        VowelCount = 21,
        TailBase = 0x11A7,
        TailCount = 28;

    /// <summary>No character below composes with another, or has one before it in its canonical order.</summary>
    private const char FirstCombining = '\u0300';

    private static readonly Lazy<Data> Tables = new(Read);

    private sealed record Data(
        Dictionary<int, byte> Classes,
        Dictionary<int, int[]> Decompositions,
        Dictionary<(int, int), int> Compositions
    );

    /// <summary>A code point on its way, with its combining class and source.</summary>
    private record struct Mark(int Point, byte Class, TokenSpan Source);

    internal static NormalizedText Compose(NormalizedText text)
    {
        if (text.Text.AsSpan().IndexOfAnyInRange(FirstCombining, char.MaxValue) < 0)
            return text;
        var marks = Decompose(text);
        Order(marks);
        Recompose(marks);
        SpreadSources(marks);
        var composed = new StringBuilder(text.Text.Length);
        var sources = new List<TokenSpan>(text.Text.Length);
        foreach (var mark in marks)
        {
            var rune = new Rune(mark.Point);
            composed.Append(rune);
            for (var unit = 0; unit < rune.Utf16SequenceLength; unit++)
                sources.Add(mark.Source);
        }

        return composed.Equals(text.Text) ? text : new NormalizedText(composed.ToString(), [.. sources]);
    }

    private static List<Mark> Decompose(NormalizedText text)
    {
        var marks = new List<Mark>(text.Text.Length);
        for (var at = 0; at < text.Text.Length; )
        {
            Rune.DecodeFromUtf16(text.Text.AsSpan(at), out var rune, out var units);
            Decompose(rune.Value, new TokenSpan(text.Source(at).Start, text.Source(at + units - 1).End), marks);
            at += units;
        }

        return marks;
    }

    private static void Decompose(int point, TokenSpan source, List<Mark> marks)
    {
        if (point - HangulSyllables is >= 0 and < HangulCount)
        {
            var syllable = point - HangulSyllables;
            marks.Add(new Mark(LeadBase + syllable / (VowelCount * TailCount), 0, source));
            marks.Add(new Mark(VowelBase + syllable / TailCount % VowelCount, 0, source));
            if (syllable % TailCount != 0)
                marks.Add(new Mark(TailBase + syllable % TailCount, 0, source));
        }
        else if (Tables.Value.Decompositions.TryGetValue(point, out var parts))
        {
            foreach (var part in parts)
                Decompose(part, source, marks);
        }
        else
        {
            marks.Add(new Mark(point, Tables.Value.Classes.GetValueOrDefault(point), source));
        }
    }

    /// <summary>Sorts each run of combining marks by class, stably.</summary>
    private static void Order(List<Mark> marks)
    {
        for (var i = 1; i < marks.Count; i++)
        {
            for (var k = i; k > 0 && marks[k].Class != 0 && marks[k - 1].Class > marks[k].Class; k--)
                (marks[k - 1], marks[k]) = (marks[k], marks[k - 1]);
        }
    }

    /// <summary>
    /// Marks change places, and compose across others. So that sources run through the text without going back, one that
    /// comes from amid or before what stands before it is taken to come from all of it.
    /// </summary>
    private static void SpreadSources(List<Mark> marks)
    {
        var end = 0;
        for (var i = 0; i < marks.Count; i++)
        {
            end = Math.Max(end, marks[i].Source.End);
            marks[i] = marks[i] with { Source = marks[i].Source with { End = end } };
        }

        var start = int.MaxValue;
        for (var i = marks.Count - 1; i >= 0; i--)
        {
            start = Math.Min(start, marks[i].Source.Start);
            marks[i] = marks[i] with { Source = marks[i].Source with { Start = start } };
        }
    }

    private static void Recompose(List<Mark> marks)
    {
        var (kept, starter, lastClass) = (0, -1, 0);
        foreach (var mark in marks.ToArray())
        {
            // A mark is blocked from the starter by another of its class or higher between them, or by a starter.
            var adjacent = starter == kept - 1;
            if (
                starter >= 0
                && (adjacent || (lastClass != 0 && lastClass < mark.Class))
                && Pair(marks[starter].Point, mark.Point) is { } composed
            )
            {
                var source = marks[starter].Source;
                marks[starter] = new Mark(
                    composed,
                    0,
                    new TokenSpan(Math.Min(source.Start, mark.Source.Start), Math.Max(source.End, mark.Source.End))
                );
                continue;
            }

            if (mark.Class == 0)
                starter = kept;
            lastClass = mark.Class;
            marks[kept++] = mark;
        }

        marks.RemoveRange(kept, marks.Count - kept);
    }

    private static int? Pair(int first, int second)
    {
        var (lead, vowel) = (first - LeadBase, second - VowelBase);
        if (lead is >= 0 and < LeadCount && vowel is >= 0 and < VowelCount)
            return HangulSyllables + (lead * VowelCount + vowel) * TailCount;
        var (syllable, tail) = (first - HangulSyllables, second - TailBase);
        if (syllable is >= 0 and < HangulCount && syllable % TailCount == 0 && tail is > 0 and < TailCount)
            return first + tail;
        return Tables.Value.Compositions.TryGetValue((first, second), out var composed) ? composed : null;
    }

    private static Data Read()
    {
        var data = new Data([], [], []);
        using var stream = typeof(UnicodeComposition).Assembly.GetManifestResourceStream("UnicodeComposition.txt")!;
        using var reader = new StreamReader(stream);
        while (reader.ReadLine() is { } line)
        {
            var fields = line.Split(' ');
            static int Hex(string field) => int.Parse(field, NumberStyles.HexNumber);
            switch (fields[0])
            {
                case "c":
                    for (var point = Hex(fields[1]); point <= Hex(fields[2]); point++)
                        data.Classes.Add(point, byte.Parse(fields[3]));
                    break;
                case "d" or "p":
                    int[] parts = [.. fields[2..].Select(Hex)];
                    data.Decompositions.Add(Hex(fields[1]), parts);
                    if (fields[0] == "p")
                        data.Compositions.Add((parts[0], parts[1]), Hex(fields[1]));
                    break;
            }
        }

        return data;
    }
}
