using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>A bar that says which colour is which value.</summary>
/// <param name="Low">Value at its foot.</param>
/// <param name="High">Value at its head, above <paramref name="Low"/>.</param>
/// <param name="Of">Colour of a value.</param>
internal sealed record ColourScale(double Low, double High, Func<double, Color> Of)
{
    /// <summary>Pixels between a panel and the bar.</summary>
    public const float Gap = 14;

    /// <summary>Its width in pixels.</summary>
    public const float Width = 14;

    /// <summary>Pixels that the bar and its numbers need to the right of a panel.</summary>
    public float Room => Gap + Width + PanelFrame.TickGap + Ticks(300).Labels.Select(PanelFrame.Width).Max() + 8;

    /// <summary>Numbers along it.</summary>
    public AxisTicks Ticks(float height) => AxisTicks.Of(Low, High, height, _ => 3 * PanelFrame.TickSize);
}
