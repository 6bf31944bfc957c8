using FluxEntropy.Analysis.Statistics;
using ScottPlot;

namespace FluxEntropy.Analysis.Bins;

/// <summary>Histograms of sorted values.</summary>
/// <param name="Low">Least value that is drawn.</param>
/// <param name="High">Largest value that is drawn.</param>
/// <param name="Top">Values in the fullest cell.</param>
/// <param name="Outside">Values that are not drawn, since they lie beyond the ends.</param>
internal readonly record struct HistogramBars(double Low, double High, double Top, int Outside)
{
    private const int Cells = 60;
    private const int Many = 500; // values of which two thousandths at each end are at least one

    /// <summary>
    /// Draws bars over all values; of many over the middle 99.6%, so that a few far ones do not press all others
    /// together.
    /// </summary>
    public static HistogramBars Add(Plot plot, double[] sorted, Color colour)
    {
        var (low, high) = RangeOf(sorted);
        if (high <= low)
            (low, high) = (low - 0.5, high + 0.5);
        var (width, counts) = ((high - low) / Cells, new double[Cells]);
        foreach (var value in sorted.Where(value => value >= low && value <= high))
            counts[Math.Min(Cells - 1, (int)((value - low) / width))]++;
        plot.Add.Bars(counts.Select(Bar).ToArray());
        return new(low, high, Math.Max(1, counts.Max()), sorted.Length - (int)counts.Sum());

        Bar Bar(double count, int cell) =>
            new()
            {
                Position = low + (cell + 0.5) * width,
                Value = count,
                Size = width * 0.92,
                FillColor = colour,
                LineWidth = 0,
            };
    }

    /// <summary>The values between which a distribution is drawn.</summary>
    public static (double Low, double High) RangeOf(double[] sorted) =>
        sorted.Length < Many
            ? (sorted[0], sorted[^1])
            : (Summary.Quantile(sorted, 0.002), Summary.Quantile(sorted, 0.998));

    /// <summary>A sentence about what is not drawn; nothing where all is.</summary>
    public static string Said(int outside, int all) =>
        outside == 0
            ? ""
            : FormattableString.Invariant(
                $" The middle 99.6% is drawn: {outside:N0} of {all:N0} values lie beyond the ends of the axis."
            );
}
