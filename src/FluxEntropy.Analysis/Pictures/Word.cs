using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>A word in a panel.</summary>
/// <param name="Text">What it says.</param>
/// <param name="X">Where it stands, on the horizontal axis.</param>
/// <param name="Y">Where it stands, on the vertical axis.</param>
/// <param name="Colour">Its ink.</param>
internal sealed record Word(string Text, double X, double Y, Color Colour)
{
    /// <summary>Which of its corners stands there. The default value is the middle of its left side.</summary>
    public Alignment Alignment { get; init; } = Alignment.MiddleLeft;

    /// <summary>Size of its letters in pixels. The default value is 12.</summary>
    public float Size { get; init; } = 12;

    /// <summary>Pixels between it and its place. The default value is 6.</summary>
    public float Offset { get; init; } = 6;

    /// <summary>
    /// Width that it must fit into, in units of the horizontal axis: it is written smaller, and left out where it would
    /// not be legible. 0 (the default) where it has all the room it needs.
    /// </summary>
    public double Room { get; init; }

    /// <summary>Whether it stands on a light ground of its own, above what is drawn there. The default value is false.</summary>
    public bool HasGround { get; init; }

    /// <summary>Whether its letters have one width. The default value is false.</summary>
    public bool IsFixedWidth { get; init; }
}
