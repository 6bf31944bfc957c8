using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Where a line ends on the right, and what it is called.</summary>
/// <param name="Name">Its name.</param>
/// <param name="X">On the horizontal axis.</param>
/// <param name="Y">On the vertical axis.</param>
/// <param name="Series">Which of the panel's series it is, from 0: the colour of the line and of the name.</param>
internal sealed record LineEnd(string Name, double X, double Y, int Series)
{
    /// <summary>A colour in place of the series'; null for that.</summary>
    public Color? Colour { get; init; }
}
