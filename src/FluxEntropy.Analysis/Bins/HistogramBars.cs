using FluxEntropy.Analysis.Statistics;
using ScottPlot;

namespace FluxEntropy.Analysis.Bins;

/// <summary>Histograms of sorted values.</summary>
internal static class HistogramBars
{
    private const int Cells = 60;

    // Bars over the middle 99.6%; returns the height of the tallest.
    public static double Add(Plot plot, double[] sorted, Color colour, out double low, out double high)
    {
        (low, high) = (Summary.Quantile(sorted, 0.002), Summary.Quantile(sorted, 0.998));
        if (high <= low)
            (low, high) = (low - 0.5, high + 0.5);
        var (start, width, counts) = (low, (high - low) / Cells, new double[Cells]);
        foreach (var value in sorted)
        {
            if (value >= low && value <= high)
                counts[Math.Min(Cells - 1, (int)((value - low) / width))]++;
        }
        plot.Add.Bars(counts.Select(Bar).ToArray());
        return Math.Max(1, counts.Max());

        Bar Bar(double count, int cell) =>
            new()
            {
                Position = start + (cell + 0.5) * width,
                Value = count,
                Size = width * 0.92,
                FillColor = colour,
                LineWidth = 0,
            };
    }
}
