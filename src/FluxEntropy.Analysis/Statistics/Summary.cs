using MathNet.Numerics.Statistics;

namespace FluxEntropy.Analysis.Statistics;

/// <summary>What a sample looks like.</summary>
/// <param name="N">Values.</param>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Median">Middle value, or the mean of the two.</param>
/// <param name="StdDdof1">Standard deviation with n − 1; NaN for one value.</param>
/// <param name="Min">Least value.</param>
/// <param name="Max">Largest value.</param>
/// <param name="Q25">Quantile by linear interpolation, NumPy's default.</param>
/// <param name="Q75">As <paramref name="Q25"/>.</param>
/// <param name="SkewBiased">m₃ / m₂^1.5; NaN for equal values.</param>
/// <param name="KurtosisExcessBiased">m₄ / m₂² − 3; NaN for equal values.</param>
public sealed record Summary(
    int N,
    double Mean,
    double Median,
    double StdDdof1,
    double Min,
    double Max,
    double Q25,
    double Q75,
    double SkewBiased,
    double KurtosisExcessBiased
)
{
    /// <summary>Summarises at least one finite value.</summary>
    public static Summary Of(IReadOnlyCollection<double> values)
    {
        var sorted = values.Order().ToArray();
        var mean = sorted.Average();
        double Moment(int power) => sorted.Average(value => Math.Pow(value - mean, power));
        var (m2, isConstant) = (Moment(2), sorted[0] == sorted[^1]);
        return new Summary(
            sorted.Length,
            mean,
            Quantile(sorted, 0.5),
            sorted.Length < 2 ? double.NaN : Math.Sqrt(m2 * sorted.Length / (sorted.Length - 1)),
            sorted[0],
            sorted[^1],
            Quantile(sorted, 0.25),
            Quantile(sorted, 0.75),
            isConstant ? double.NaN : Moment(3) / Math.Pow(m2, 1.5),
            isConstant ? double.NaN : Moment(4) / (m2 * m2) - 3
        );
    }

    /// <summary>
    /// Quantile of sorted values by linear interpolation between order statistics at (n − 1)·q (Hyndman and Fan's type
    /// 7).
    /// </summary>
    public static double Quantile(double[] sorted, double q) =>
        SortedArrayStatistics.QuantileCustom(sorted, q, QuantileDefinition.R7);
}
