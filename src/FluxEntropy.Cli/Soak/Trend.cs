using MathNet.Numerics;
using MathNet.Numerics.Distributions;

namespace FluxEntropy.Cli.Soak;

/// <summary>The slope of a straight line through samples, with its 95% interval.</summary>
internal sealed record Trend(double Slope, double Low, double High)
{
    /// <summary>
    /// Least squares; the interval is that of Student's distribution, which takes the samples for independent of each other.
    /// Null for fewer than three samples.
    /// </summary>
    public static Trend? Of(IReadOnlyList<(double X, double Y)> samples)
    {
        if (samples.Count < 3)
            return null;
        double[] x = [.. samples.Select(sample => sample.X)];
        double[] y = [.. samples.Select(sample => sample.Y)];
        var (intercept, slope) = Fit.Line(x, y);
        var mean = x.Average();
        var residual = samples.Sum(sample => Math.Pow(sample.Y - intercept - slope * sample.X, 2));
        var error = Math.Sqrt(residual / (samples.Count - 2) / x.Sum(value => Math.Pow(value - mean, 2)));
        var half = StudentT.InvCDF(0, 1, samples.Count - 2, 0.975) * error;
        return new Trend(slope, slope - half, slope + half);
    }
}
