using System.Globalization;
using System.Text;
using HarfBuzzSharp;
using SkiaSharp;
using SkiaSharp.HarfBuzz;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>
/// One line of text of any script: each character in a font that has it, scripts that are written from the right drawn
/// so, and letters joined where their script joins them.
/// </summary>
internal sealed class TextLine
{
    private readonly List<(string Text, SKTypeface Face, bool IsRightToLeft)> _runs = [];
    private readonly HashSet<string> _missing = [];

    /// <param name="text">The text; what has no place in a line becomes a space.</param>
    /// <param name="preferred">The font of the characters that it has.</param>
    public TextLine(string text, SKTypeface preferred)
    {
        var line = string.Concat(text.EnumerateRunes().Select(rune => Rune.IsControl(rune) ? " " : rune.ToString()));
        foreach (var (run, isRightToLeft) in DirectionRuns.Of(line))
        {
            var pieces = ByFace(run, preferred);
            foreach (var (piece, face) in isRightToLeft ? Enumerable.Reverse(pieces) : pieces)
                _runs.Add((piece, face, isRightToLeft));
        }
    }

    /// <summary>Characters that no font of the machine has.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>Its width at a size, in pixels.</summary>
    public float Width(float size) => _runs.Sum(run => Set(null, run, 0, 0, size, null));

    /// <summary>Draws it from the left end of its baseline on.</summary>
    public void Draw(SKCanvas canvas, float x, float baseline, float size, SKColor colour)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        foreach (var run in _runs)
            x += Set(canvas, run, x, baseline, size, paint);
    }

    // Measures a run, and draws it where there is a canvas.
    private static float Set(
        SKCanvas? canvas,
        (string Text, SKTypeface Face, bool IsRightToLeft) run,
        float x,
        float y,
        float size,
        SKPaint? paint
    )
    {
        using var font = new SKFont(run.Face, size)
        {
            Subpixel = true,
            LinearMetrics = true, // widths that grow with the size, so that bitmaps and vectors are set alike
            Hinting = SKFontHinting.None,
        };
        if (!run.IsRightToLeft && !run.Text.EnumerateRunes().Any(IsShaped))
        {
            canvas?.DrawText(run.Text, x, y, SKTextAlign.Left, font, paint);
            return font.MeasureText(run.Text);
        }
        using var shaper = new SKShaper(run.Face);
        using var buffer = new HarfBuzzSharp.Buffer();
        buffer.AddUtf16(run.Text);
        buffer.GuessSegmentProperties();
        buffer.Direction = run.IsRightToLeft ? Direction.RightToLeft : Direction.LeftToRight;
        var shaped = shaper.Shape(buffer, x, y, font);
        if (canvas is null)
            return shaped.Width;
        using var builder = new SKTextBlobBuilder();
        builder.AddPositionedRun([.. shaped.Codepoints.Select(glyph => (ushort)glyph)], font, shaped.Points);
        using var blob = builder.Build();
        canvas.DrawText(blob, 0, 0, paint);
        return shaped.Width;
    }

    // Runs of characters that one font has; marks and joiners stay with what they stand on.
    private List<(string Text, SKTypeface Face)> ByFace(string run, SKTypeface preferred)
    {
        var pieces = new List<(string Text, SKTypeface Face)>();
        var elements = StringInfo.GetTextElementEnumerator(run);
        while (elements.MoveNext())
        {
            var element = elements.GetTextElement();
            var face = Typefaces.With(element.EnumerateRunes().First(), preferred);
            if (face is null)
                _missing.Add(element);
            face ??= preferred;
            if (pieces.Count > 0 && pieces[^1].Face == face)
                pieces[^1] = (pieces[^1].Text + element, face);
            else
                pieces.Add((element, face));
        }
        return pieces;
    }

    // Scripts whose letters change or move beside others, and marks.
    private static bool IsShaped(Rune rune) =>
        rune.Value is (>= 0x900 and <= 0x109f) or 0x200d or (>= 0xfe00 and <= 0xfe0f)
        || Rune.GetUnicodeCategory(rune) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;
}
