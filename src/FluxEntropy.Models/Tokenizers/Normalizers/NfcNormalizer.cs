using System.Text;
using FluxEntropy.Models.Tokenizers.Encodings;

namespace FluxEntropy.Models.Tokenizers.Normalizers;

/// <summary>
/// Normalisation form C (Unicode Standard Annex #15), with the place in the original that each character comes from.
/// .NET's own leaves texts as they are in invariant globalisation mode, and tells no places.
/// </summary>
internal sealed class NfcNormalizer : INormalizer
{
    /// <summary>No character below composes with another, or has one before it in its canonical order.</summary>
    private const char FirstCombining = '\u0300';

    /// <summary>A code point on its way, with its combining class and source.</summary>
    private record struct Mark(int Point, byte Class, TokenSpan Source);

    public NormalizedText Normalize(NormalizedText text)
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
        if (Hangul.Decompose(point) is { } letters)
            marks.AddRange(letters.Select(letter => new Mark(letter, 0, source)));
        else if (UnicodeTables.Decompositions.TryGetValue(point, out var parts))
            Array.ForEach(parts, part => Decompose(part, source, marks));
        else
            marks.Add(new Mark(point, UnicodeTables.Classes.GetValueOrDefault(point), source));
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
    /// Marks change places, and compose across others. So that sources run through the text without going back, one
    /// that
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
                && UnicodeTables.Compose(marks[starter].Point, mark.Point) is { } composed
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
}
