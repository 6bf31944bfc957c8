using SkiaSharp;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>One plot, or several side by side, as a bitmap or as vectors.</summary>
public sealed class Picture
{
    private const int PixelsAPoint = 2;

    private readonly IReadOnlyList<Panel> _panels;
    private byte[]? _png;

    /// <param name="name">Name of its files, without an extension.</param>
    /// <param name="caption">What it shows.</param>
    /// <param name="panels">Plots, row by row.</param>
    internal Picture(string name, string caption, IReadOnlyList<Panel> panels) =>
        (Name, Caption, _panels, Columns) = (name, caption, panels, Math.Min(4, panels.Count));

    /// <summary>Name of its files, without an extension.</summary>
    public string Name { get; }

    /// <summary>What it shows.</summary>
    public string Caption { get; }

    /// <summary>Panels in a row. The default value is all of them, at most 4.</summary>
    public int Columns { get; init; }

    /// <summary>Width in CSS pixels.</summary>
    public int Width { get; init; } = 860;

    /// <summary>Height in CSS pixels.</summary>
    public int Height { get; init; } = 480;

    /// <summary>Characters that no font of the machine has: boxes stand for them. Known once it was drawn.</summary>
    public IEnumerable<string> Missing => _panels.SelectMany(panel => panel.Missing).Distinct();

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
        var rows = (_panels.Count + Columns - 1) / Columns;
        var (width, height) = (Width / (float)Columns, Height / (float)rows);
        for (var i = 0; i < _panels.Count; i++)
        {
            var (left, top) = (i % Columns * width, i / Columns * height);
            var whole = new SKRect(left, top, left + width, top + height);
            canvas.Save();
            canvas.ClipRect(whole); // a plot first clears everything it can reach
            _panels[i].Draw(canvas, whole);
            canvas.Restore();
        }
    }
}
