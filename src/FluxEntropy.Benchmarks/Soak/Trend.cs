using MathNet.Numerics.Distributions;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>The slope of a linear fit, with its 95% interval.</summary>
public sealed record Trend(double Slope, double Low, double High)
{
    /// <summary>
    /// Least squares with one slope and an intercept for each state of the process (analysis of covariance): a process
    /// that trains needs more memory than one that does not, which is not growth. The interval is that of Student's
    /// distribution, and assumes independent samples. Null unless there are at least two more samples than states.
    /// </summary>
    public static Trend? Of(IReadOnlyList<(double X, double Y, bool State)> samples)
    {
        var centred = new List<(double X, double Y)>(samples.Count);
        var states = 0;
        foreach (var state in samples.GroupBy(sample => sample.State))
        {
            var (x, y) = (state.Average(sample => sample.X), state.Average(sample => sample.Y));
            centred.AddRange(state.Select(sample => (sample.X - x, sample.Y - y)));
            states++;
        }

        var freedom = samples.Count - states - 1;
        if (freedom < 1)
            return null;
        var spread = centred.Sum(sample => sample.X * sample.X);
        var slope = centred.Sum(sample => sample.X * sample.Y) / spread;
        var residual = centred.Sum(sample => Math.Pow(sample.Y - slope * sample.X, 2));
        var half = StudentT.InvCDF(0, 1, freedom, 0.975) * Math.Sqrt(residual / freedom / spread);
        return new Trend(slope, slope - half, slope + half);
    }
}
