namespace FluxEntropy.Curricula.Schedules;

/// <summary>What a schedule is compiled for.</summary>
/// <param name="Bins">Number of bins, at least 1.</param>
/// <param name="Steps">Steps of the whole run, at least 1.</param>
/// <param name="Adapted">Weights that an adaptive schedule has come to, or null before any loss was reported. [bins]</param>
public readonly record struct ScheduleScope(int Bins, long Steps, double[]? Adapted = null)
{
    /// <summary>Most bins that a schedule is compiled for.</summary>
    public const int MaxBins = 256;

    /// <summary>Every bin alike. [bins]</summary>
    public double[] Alike => [.. Enumerable.Repeat(1.0, Bins)];

    /// <summary>A length as a share of the run: those up to 1 are shares, those above are steps.</summary>
    public double Share(double length) => length <= 1 ? length : Math.Min(1, length / Steps);

    /// <summary>Progresses at which a smooth curve is sampled: every step of a short run, 1024 parts of a long one.</summary>
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

    /// <summary>The lowest share of the mass, every part of it alike; never less than the first bin. [bins]</summary>
    public double[] Lowest(double share)
    {
        var open = Math.Clamp(share * Bins, 1, Bins);
        var weights = new double[Bins];
        for (var bin = 0; bin < Bins; bin++)
            weights[bin] = Math.Clamp(open - bin, 0, 1);
        return weights;
    }
}
