using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Words in plots, in place of legends.</summary>
internal static class PlotLabels
{
    /// <summary>Writes beside a point.</summary>
    public static void Write(
        this Plot plot,
        string text,
        double x,
        double y,
        Color colour,
        Alignment alignment = Alignment.MiddleLeft,
        float size = 12,
        int offset = 6
    )
    {
        var label = plot.Add.Text(text, x, y);
        (label.LabelFontColor, label.LabelFontSize, label.LabelAlignment) = (colour, size, alignment);
        label.LabelOffsetX =
            alignment is Alignment.MiddleLeft or Alignment.UpperLeft or Alignment.LowerLeft ? offset
            : alignment is Alignment.MiddleRight or Alignment.UpperRight or Alignment.LowerRight ? -offset
            : 0;
    }
}
