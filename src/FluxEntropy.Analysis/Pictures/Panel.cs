using ScottPlot;
using SkiaSharp;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>
/// One plot of a picture. ScottPlot draws what lies between the axes; where the axes lie, their ticks and all words are
/// decided here, because only then do words of any script fit, and never stand on each other.
/// </summary>
internal sealed class Panel : Plot
{
    private readonly HashSet<string> _missing = [];

    /// <summary>What stands above it; null for nothing.</summary>
    public string? Heading { get; init; }

    /// <summary>What the horizontal axis shows, with its unit.</summary>
    public string Below { get; set; } = "";

    /// <summary>What the vertical axis shows, with its unit.</summary>
    public string Beside { get; set; } = "";

    /// <summary>Names in place of numbers along the horizontal axis; null for numbers.</summary>
    public IReadOnlyList<(double At, string Name)>? NamesBelow { get; set; }

    /// <summary>Names in place of numbers along the vertical axis; null for numbers.</summary>
    public IReadOnlyList<(double At, string Name)>? NamesBeside { get; set; }

    /// <summary>Names at the right ends of lines. The default value is none.</summary>
    public IReadOnlyList<LineEnd> Ends { get; set; } = [];

    /// <summary>What colours mean; null where they need no explanation.</summary>
    public ColourScale? Scale { get; set; }

    /// <summary>Whether it is as high as it is wide. The default value is false.</summary>
    public bool IsSquare { get; set; }

    /// <summary>Whether there are no axes. The default value is false.</summary>
    public bool IsBare { get; init; }

    /// <summary>Pixels to the left of the axis, at least. The default value is 0.</summary>
    public float LeftRoom { get; set; }

    /// <summary>Words between the axes.</summary>
    public List<Word> Words { get; } = [];

    /// <summary>Characters of the last drawing that no font of the machine has.</summary>
    public IReadOnlyCollection<string> Missing => _missing;

    /// <summary>Draws it into a part of a picture.</summary>
    public void Draw(SKCanvas canvas, SKRect whole)
    {
        var frame = PanelFrame.Of(this, whole);
        var data = frame.Data;
        Layout.Fixed(
            new PixelPadding(
                data.Left - whole.Left,
                whole.Right - data.Right,
                whole.Bottom - data.Bottom,
                data.Top - whole.Top
            )
        );
        Axes.Bottom.SetTicks(frame.Below.Values, [.. frame.Below.Values.Select(_ => "")]);
        Axes.Left.SetTicks(frame.Beside.Values, [.. frame.Beside.Values.Select(_ => "")]);
        Render(canvas, new PixelRect(whole.Left, whole.Right, whole.Bottom, whole.Top));
        var words = new PanelWords(canvas, this, frame);
        words.Draw();
        _missing.UnionWith(words.Missing);
    }
}
