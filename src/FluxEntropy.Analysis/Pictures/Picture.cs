using ScottPlot;
using SkiaSharp;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>One plot, or several side by side, as a bitmap or as vectors.</summary>
/// <param name="name">Name of its files, without an extension.</param>
/// <param name="caption">What it shows.</param>
/// <param name="panels">Plots, row by row.</param>
public sealed class Picture(string name, string caption, IReadOnlyList<Plot> panels)
{
    private const int PixelsAPoint = 2;

    private byte[]? _png;

    /// <summary>Name of its files, without an extension.</summary>
    public string Name { get; } = name;

    /// <summary>What it shows.</summary>
    public string Caption { get; } = caption;

    /// <summary>Panels in a row. The default value is all of them, at most 4.</summary>
    public int Columns { get; init; } = Math.Min(4, panels.Count);

    /// <summary>Width in CSS pixels.</summary>
    public int Width { get; init; } = 860;

    /// <summary>Height in CSS pixels.</summary>
    public int Height { get; init; } = 480;

    /// <summary>The picture at twice its size, for high-density screens.</summary>
    public byte[] Png() => _png ??= Render();

    /// <summary>The picture as vectors; its text stays text.</summary>
    public string Svg()
    {
        using var stream = new MemoryStream();
        using (var canvas = SKSvgCanvas.Create(new SKRect(0, 0, Width, Height), stream))
            Draw(canvas);
        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    private byte[] Render()
    {
        using var surface = SKSurface.Create(new SKImageInfo(Width * PixelsAPoint, Height * PixelsAPoint))
            ?? throw new AnalysisException("the picture does not fit into memory.");
        surface.Canvas.Scale(PixelsAPoint);
        Draw(surface.Canvas);
        using var image = surface.Snapshot();
        using var data = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return data.ToArray();
    }

    private void Draw(SKCanvas canvas)
    {
        canvas.Clear(SKColors.White);
        var rows = (panels.Count + Columns - 1) / Columns;
        var (width, height) = (Width / (float)Columns, Height / (float)rows);
        for (var i = 0; i < panels.Count; i++)
        {
            var (left, top) = (i % Columns * width, i / Columns * height);
            canvas.Save();
            canvas.ClipRect(new SKRect(left, top, left + width, top + height)); // a plot first clears everything it can reach
            panels[i].Render(canvas, new PixelRect(left, left + width, top + height, top));
            canvas.Restore();
        }
    }
}
