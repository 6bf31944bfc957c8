namespace FluxEntropy.Curricula.Schedules;

/// <summary>What a schedule is compiled for.</summary>
/// <param name="Bins">Number of bins, at least 1.</param>
/// <param name="Steps">Steps of the whole run, at least 1.</param>
/// <param name="Adapted">Current weights of an adaptive schedule; null before any loss was reported. [bins]</param>
public readonly record struct ScheduleScope(int Bins, long Steps, double[]? Adapted = null)
{
    /// <summary>Maximum number of bins.</summary>
    public const int MaxBins = 256;

    /// <summary>Uniform weights. [bins]</summary>
    public double[] Alike => [.. Enumerable.Repeat(1.0, Bins)];

    /// <summary>A length as a share of the run: up to 1 it already is a share, above it is in steps.</summary>
    public double Share(double length) => length <= 1 ? length : Math.Min(1, length / Steps);

    /// <summary>
    /// Points at which a smooth curve is sampled: every step of a short run, 1,024 points of a long one.
    /// </summary>
    public IEnumerable<double> Samples
    {
        get
        {
            var parts = Math.Min(Steps, 1024);
            for (var i = 0L; i <= parts; i++)
                yield return (double)i / parts;
        }
    }

    /// <summary>All the mass on one bin. [bins]</summary>
    public double[] Only(int bin)
    {
        var weights = new double[Bins];
        weights[bin] = 1;
        return weights;
    }

    /// <summary>The lowest share of the mass, uniformly; never less than the first bin. [bins]</summary>
    public double[] Lowest(double share)
    {
        var open = Math.Clamp(share * Bins, 1, Bins);
        var weights = new double[Bins];
        for (var bin = 0; bin < Bins; bin++)
            weights[bin] = Math.Clamp(open - bin, 0, 1);
        return weights;
    }
}
