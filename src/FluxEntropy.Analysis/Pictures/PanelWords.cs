using System.Globalization;
using ScottPlot;
using SkiaSharp;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Writes the words of a panel, once its lines are drawn.</summary>
internal sealed class PanelWords(SKCanvas canvas, Panel panel, PanelFrame frame)
{
    private const float Smallest = 8; // smaller letters are not legible
    private readonly AxisLimits _limits = panel.Axes.GetLimits();
    private readonly HashSet<string> _missing = [];

    /// <summary>Characters that no font of the machine has.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    public void Draw()
    {
        foreach (var word in panel.Words)
            Write(word);
        if (panel.IsBare)
            return;
        var data = frame.Data;
        WriteTicks();
        if (panel.Scale is { } scale)
            Write(scale);
        Write(panel.Ends);
        if (panel.Heading is { } heading)
            Title(heading, data.MidX, frame.Whole.Top + 18);
        if (panel.Below.Length > 0)
            Title(panel.Below, data.MidX, data.Bottom + frame.BelowHeight + 15);
        if (panel.Beside.Length == 0)
            return;
        canvas.Save();
        canvas.Translate(frame.Whole.Left + 18, data.MidY);
        canvas.RotateDegrees(-90);
        var (line, width) = Fitted(panel.Beside, PanelFrame.TitleSize, frame.Whole.Height - 8);
        line.Draw(canvas, -width / 2, 0, PanelFrame.TitleSize, Ink(Colours.Ink));
        canvas.Restore();
    }

    private float X(double x) =>
        frame.Data.Left + (float)((x - _limits.Left) / _limits.HorizontalSpan) * frame.Data.Width;

    private float Y(double y) =>
        frame.Data.Bottom - (float)((y - _limits.Bottom) / _limits.VerticalSpan) * frame.Data.Height;

    private void Title(string text, float middle, float baseline)
    {
        var (line, width) = Fitted(text, PanelFrame.TitleSize, frame.Whole.Width - 8);
        var x = Math.Clamp(middle - width / 2, frame.Whole.Left + 4, frame.Whole.Right - 4 - width);
        line.Draw(canvas, x, baseline, PanelFrame.TitleSize, Ink(Colours.Ink));
    }

    private void WriteTicks()
    {
        const float size = PanelFrame.TickSize;
        var ink = Ink(Colours.Soft);
        foreach (var (at, name) in frame.Beside.Values.Zip(frame.Beside.Labels))
        {
            var (line, width) = Fitted(name, size, PanelFrame.MaxName);
            line.Draw(canvas, frame.Data.Left - PanelFrame.TickGap - width, Y(at) + Half(size), size, ink);
        }
        foreach (var (at, name) in frame.Below.Values.Zip(frame.Below.Labels))
        {
            var (line, width) = Fitted(name, size, PanelFrame.MaxName);
            canvas.Save();
            canvas.Translate(X(at), frame.Data.Bottom + PanelFrame.TickGap);
            if (frame.IsSlanted)
                canvas.RotateDegrees(-45); // the middle of the name's end is below its tick
            line.Draw(canvas, frame.IsSlanted ? -width : -width / 2, frame.IsSlanted ? Half(size) : size, size, ink);
            canvas.Restore();
        }
    }

    private void Write(ColourScale scale)
    {
        var left = frame.Data.Right + ColourScale.Gap;
        using var paint = new SKPaint { IsAntialias = false };
        const int steps = 64;
        for (var i = 0; i < steps; i++)
        {
            var colour = scale.Of(scale.Low + (scale.High - scale.Low) * (i + 0.5) / steps);
            paint.Color = Ink(colour);
            var (bottom, height) = (frame.Data.Bottom - i * frame.Data.Height / steps, frame.Data.Height / steps);
            canvas.DrawRect(left, bottom - height, ColourScale.Width, height, paint);
        }
        var ticks = scale.Ticks(frame.Data.Height);
        foreach (var (at, label) in ticks.Values.Zip(ticks.Labels))
        {
            var y = frame.Data.Bottom - (float)((at - scale.Low) / (scale.High - scale.Low)) * frame.Data.Height;
            var (line, _) = Fitted(label, PanelFrame.TickSize, PanelFrame.MaxName);
            line.Draw(
                canvas,
                left + ColourScale.Width + PanelFrame.TickGap,
                y + Half(PanelFrame.TickSize),
                PanelFrame.TickSize,
                Ink(Colours.Soft)
            );
        }
    }

    private void Write(IReadOnlyList<LineEnd> ends)
    {
        LineEnd[] sorted = [.. ends.OrderBy(end => Y(end.Y))];
        var size = Math.Min(LineEnds.Size, frame.Data.Height / Math.Max(1, sorted.Length) / 1.1f);
        var heights = LineEnds.Apart(
            [.. sorted.Select(end => Y(end.Y))],
            1.25f * LineEnds.Size,
            frame.Data.Top + size / 2,
            frame.Data.Bottom - size / 2
        );
        foreach (var (end, height) in sorted.Zip(heights))
        {
            var colour = end.Colour ?? Colours.Of(end.Series);
            var x = frame.Data.Right + LineEnds.Gap;
            using var leader = new SKPaint
            {
                Color = Ink(colour.WithAlpha(0.5)),
                IsAntialias = true,
                StrokeWidth = 1,
            };
            canvas.DrawLine(X(end.X) + 1, Y(end.Y), x - 3, height, leader);
            var (line, _) = Fitted(end.Name, size, LineEnds.Width(end.Name));
            line.Draw(canvas, x, height + Half(size), size, Ink(Colours.InkOf(colour)));
        }
    }

    private void Write(Word word)
    {
        var face = word.IsFixedWidth ? Typefaces.FixedWidth : Typefaces.Words;
        var line = Line(word.Text, face);
        var size = word.Size;
        var room = word.Room > 0 ? Math.Abs(X(word.X + word.Room) - X(word.X)) : float.PositiveInfinity;
        while (line.Width(size) > room && size > Smallest)
            size = Math.Max(Smallest, size - 1);
        var width = line.Width(size);
        if (width > room)
            return;
        var name = word.Alignment.ToString();
        var x =
            X(word.X)
            + (
                name.EndsWith("Left", StringComparison.Ordinal) ? word.Offset
                : name.EndsWith("Right", StringComparison.Ordinal) ? -word.Offset - width
                : -width / 2
            );
        var middle =
            Y(word.Y)
            + (
                name.StartsWith("Lower", StringComparison.Ordinal) ? -size / 2 - 3
                : name.StartsWith("Upper", StringComparison.Ordinal) ? size / 2 + 3
                : 0
            );
        if (!panel.IsBare)
            x = Math.Clamp(x, frame.Whole.Left + 2, Math.Max(frame.Whole.Left + 2, frame.Whole.Right - 2 - width));
        if (word.HasGround)
        {
            using var ground = new SKPaint { Color = SKColors.White.WithAlpha(225) };
            canvas.DrawRect(x - 2, middle - size * 0.62f, width + 4, size * 1.24f, ground);
        }
        line.Draw(canvas, x, middle + Half(size), size, Ink(word.Colour));
    }

    // A line, cut where it is too long, and its width.
    private (TextLine Line, float Width) Fitted(string text, float size, float room)
    {
        var line = Line(text, Typefaces.Words);
        var width = line.Width(size);
        if (width <= room + 0.5f)
            return (line, width);
        var elements = StringInfo.ParseCombiningCharacters(text);
        for (var kept = elements.Length - 1; kept > 0; kept--)
        {
            line = new TextLine(text[..elements[kept]] + "…", Typefaces.Words);
            width = line.Width(size);
            if (width <= room)
                break;
        }
        return (line, width);
    }

    private TextLine Line(string text, SKTypeface face)
    {
        var line = new TextLine(text, face);
        _missing.UnionWith(line.Missing);
        return line;
    }

    // From the middle of a line of letters down to its baseline.
    private static float Half(float size) => 0.36f * size;

    private static SKColor Ink(Color colour) => new(colour.R, colour.G, colour.B, colour.A);
}
