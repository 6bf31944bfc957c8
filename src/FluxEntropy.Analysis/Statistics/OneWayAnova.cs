namespace FluxEntropy.Analysis.Statistics;

/// <summary>A one-way analysis of variance; F and p are NaN where no group varies.</summary>
public sealed record OneWayAnova(double SsModel, double DfModel, double SsResid, double DfResid, double F, double P)
{
    /// <summary>Share of the sum of squares that groups explain: η².</summary>
    public double Eta2 => SsModel / (SsModel + SsResid);

    /// <summary>Compares the means of at least two groups.</summary>
    public static OneWayAnova Of(IReadOnlyList<double[]> groups)
    {
        var n = groups.Sum(group => group.Length);
        // Centred first: of values far from 0 the squares would cost most digits of what differs.
        var centre = groups.Sum(group => group.Sum()) / n;
        groups = [.. groups.Select(group => group.Select(value => value - centre).ToArray())];
        var grand = groups.Sum(group => group.Sum()) / n;
        var model = groups.Sum(group => group.Length * Math.Pow(group.Average() - grand, 2));
        var resid = groups.Sum(group =>
            group.Average() is var mean ? group.Sum(value => (value - mean) * (value - mean)) : 0
        );
        var (df1, df2) = (groups.Count - 1.0, (double)(n - groups.Count));
        var f = resid == 0 && model == 0 ? double.NaN : model / df1 / (resid / df2);
        return new OneWayAnova(model, df1, resid, df2, f, double.IsNaN(f) ? double.NaN : Tails.F(f, df1, df2));
    }
}
