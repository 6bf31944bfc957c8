using System.Text;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace FluxEntropy.Cli.Output;

/// <summary>
/// Text that flows over lines of the terminal's width, each stretch in a style of its own. A line ends before a space or a
/// wide character where it can, elsewhere only in a word longer than a line; a line feed shows as ↵ and ends its line.
/// </summary>
internal sealed class FlowingText : Renderable
{
    private readonly List<Glyph> _glyphs = [];

    /// <summary>Adds a stretch of text.</summary>
    public void Add(string text, Style style)
    {
        foreach (var rune in text.EnumerateRunes())
        {
            var shown = Printable.Of(rune);
            var width = Printable.Width(shown);
            _glyphs.Add(
                new Glyph(shown, width, style, MayBegin: Rune.IsWhiteSpace(rune) || width > 1, Ends: rune.Value == '\n')
            );
        }
    }

    protected override IEnumerable<Segment> Render(RenderOptions options, int maxWidth)
    {
        var (column, start) = (0, 0);
        var stretch = new Stretch();
        while (start < _glyphs.Count)
        {
            var end = WordEnd(start);
            var width = _glyphs[start..end].Sum(glyph => glyph.Width);
            var breaks = column > 0 && column + width > maxWidth && width <= maxWidth;
            foreach (var glyph in _glyphs[start..end])
            {
                if (breaks || column + glyph.Width > maxWidth)
                {
                    yield return stretch.Take();
                    yield return Segment.LineBreak;
                    (column, breaks) = (0, false);
                }

                if (!stretch.Continues(glyph.Style))
                    yield return stretch.Take();
                stretch.Add(glyph);
                column += glyph.Width;
                if (!glyph.Ends)
                    continue;
                yield return stretch.Take();
                yield return Segment.LineBreak;
                column = 0;
            }

            start = end;
        }

        yield return stretch.Take();
        if (column > 0)
            yield return Segment.LineBreak;
    }

    private int WordEnd(int start)
    {
        var end = start + 1;
        while (end < _glyphs.Count && !_glyphs[end].MayBegin && !_glyphs[end - 1].Ends)
            end++;
        return end;
    }
}
