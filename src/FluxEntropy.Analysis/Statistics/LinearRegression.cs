namespace FluxEntropy.Analysis.Statistics;

/// <summary>A least-squares line; p is that of the slope, two-sided.</summary>
public sealed record LinearRegression(
    double Slope,
    double Intercept,
    double R,
    double P,
    double SlopeSe,
    double InterceptSe
)
{
    /// <summary>Fits y = intercept + slope·x over at least three points.</summary>
    public static LinearRegression Of(IReadOnlyList<double> x, IReadOnlyList<double> y)
    {
        var n = x.Count;
        var (meanX, meanY) = (x.Average(), y.Average());
        var xx = x.Sum(value => (value - meanX) * (value - meanX));
        var yy = y.Sum(value => (value - meanY) * (value - meanY));
        var xy = x.Zip(y, (a, b) => (a - meanX) * (b - meanY)).Sum();
        var slope = xy / xx;
        var correlation = Correlation.Pearson(x, y);
        var se = Math.Sqrt(Math.Max(0, 1 - correlation.R * correlation.R) * yy / xx / (n - 2));
        return new LinearRegression(
            slope,
            meanY - slope * meanX,
            correlation.R,
            correlation.P,
            se,
            se * Math.Sqrt(xx / n + meanX * meanX)
        );
    }
}
