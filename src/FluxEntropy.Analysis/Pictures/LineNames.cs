using System.Globalization;
using ScottPlot;

namespace FluxEntropy.Analysis.Pictures;

/// <summary>Names of lines, in place of a legend.</summary>
internal static class LineNames
{
    private const int RelaxationPasses = 100;

    /// <summary>
    /// Writes names at the right ends of lines, moved apart where they would overlap; the axis is widened for them.
    /// </summary>
    /// <param name="plot">The plot, whose limits are set.</param>
    /// <param name="ends">Name, height and colour of each.</param>
    /// <param name="x">Where the lines end.</param>
    /// <param name="room">Share of the width that names may take.</param>
    public static void NameLines(
        this Plot plot,
        IEnumerable<(string Name, double Y, Color Colour)> ends,
        double x,
        double room = 0.24
    )
    {
        var limits = plot.Axes.GetLimits();
        var sorted = ends.OrderBy(end => end.Y).ToArray();
        var heights = sorted.Select(end => end.Y).ToArray();
        MoveApart(heights, limits.VerticalSpan * 0.055);
        for (var i = 0; i < sorted.Length; i++)
            plot.Write(sorted[i].Name, x, heights[i], sorted[i].Colour);
        plot.Axes.SetLimitsX(limits.Left, x + (x - limits.Left) * room / (1 - room));
        plot.TicksUpTo(x);
    }

    private static void MoveApart(double[] heights, double gap)
    {
        for (var pass = 0; pass < RelaxationPasses; pass++)
        {
            for (var i = 1; i < heights.Length; i++)
            {
                if (heights[i] - heights[i - 1] is var distance && distance >= gap)
                    continue;
                heights[i - 1] -= (gap - distance) / 2;
                heights[i] += (gap - distance) / 2;
            }
        }
    }

    /// <summary>Round numbers along the horizontal axis, none of them beyond what is drawn.</summary>
    private static void TicksUpTo(this Plot plot, double last)
    {
        if (plot.Axes.Bottom.TickGenerator is ScottPlot.TickGenerators.NumericManual)
            return;
        var left = plot.Axes.GetLimits().Left;
        var step = Math.Pow(10, Math.Floor(Math.Log10(Math.Max(last - left, 1e-9))));
        step =
            (last - left) / step < 2 ? step / 5
            : (last - left) / step < 5 ? step / 2
            : step;
        double[] ticks =
        [
            .. Enumerable
                .Range(0, 30)
                .Select(i => (Math.Ceiling(left / step) + i) * step)
                .Where(tick => tick <= last * (1 + 1e-9)),
        ];
        plot.Axes.Bottom.SetTicks(
            ticks,
            [.. ticks.Select(tick => tick.ToString("0.###", CultureInfo.InvariantCulture))]
        );
    }
}
