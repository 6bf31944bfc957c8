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
        var grand = groups.Sum(group => group.Sum()) / n;
        var model = groups.Sum(group => group.Length * Math.Pow(group.Average() - grand, 2));
        var resid = groups.Sum(group => group.Average() is var mean ? group.Sum(value => (value - mean) * (value - mean)) : 0);
        var (df1, df2) = (groups.Count - 1.0, (double)(n - groups.Count));
        var f = resid == 0 && model == 0 ? double.NaN : model / df1 / (resid / df2);
        return new OneWayAnova(model, df1, resid, df2, f, double.IsNaN(f) ? double.NaN : Tails.F(f, df1, df2));
    }
}

/// <summary>A two-way analysis of variance without replication: models (rows) blocked by texts (columns).</summary>
public sealed record BlockedAnova(
    double SsModel, double DfModel, double SsText, double DfText, double SsResid, double DfResid, double FModel, double PModel, double FText, double PText)
{
    /// <summary>Intra-class correlation of consistency, ICC(3,1) of Shrout and Fleiss, "Intraclass Correlations" (1979).</summary>
    public double Icc31 => (SsText / DfText - SsResid / DfResid) / (SsText / DfText + DfModel * SsResid / DfResid);

    /// <summary>Intra-class correlation of agreement, ICC(2,1).</summary>
    public double Icc21
    {
        get
        {
            var (text, model, resid) = (SsText / DfText, SsModel / DfModel, SsResid / DfResid);
            return (text - resid) / (text + DfModel * resid + (DfModel + 1) * (model - resid) / (DfText + 1));
        }
    }

    /// <summary>Compares models over the same texts.</summary>
    /// <param name="values">[models][texts]</param>
    public static BlockedAnova Of(IReadOnlyList<double[]> values)
    {
        var (models, texts) = (values.Count, values[0].Length);
        var grand = values.Average(row => row.Average());
        var rowMeans = values.Select(row => row.Average()).ToArray();
        var columnMeans = Enumerable.Range(0, texts).Select(text => values.Average(row => row[text])).ToArray();
        var ssModel = texts * rowMeans.Sum(mean => (mean - grand) * (mean - grand));
        var ssText = models * columnMeans.Sum(mean => (mean - grand) * (mean - grand));
        var ssResid = 0.0;
        for (var model = 0; model < models; model++)
        {
            for (var text = 0; text < texts; text++)
                ssResid += Math.Pow(values[model][text] - rowMeans[model] - columnMeans[text] + grand, 2);
        }
        var (dfModel, dfText) = (models - 1.0, texts - 1.0);
        var dfResid = dfModel * dfText;
        var (fModel, fText) = (ssModel / dfModel / (ssResid / dfResid), ssText / dfText / (ssResid / dfResid));
        return new BlockedAnova(ssModel, dfModel, ssText, dfText, ssResid, dfResid, fModel, Tails.F(fModel, dfModel, dfResid), fText, Tails.F(fText, dfText, dfResid));
    }
}

/// <summary>A statistic that follows χ² where nothing differs.</summary>
public readonly record struct ChiSquaredTest(double Chi2, double Df, double P)
{
    /// <summary>Friedman's test of models over the same texts, with the correction for ties.</summary>
    /// <param name="values">[models][texts]</param>
    public static ChiSquaredTest Friedman(IReadOnlyList<double[]> values)
    {
        var (models, texts) = (values.Count, values[0].Length);
        var sums = new double[models];
        var ties = 0.0;
        for (var text = 0; text < texts; text++)
        {
            var column = values.Select(row => row[text]).ToArray();
            var ranks = Ranks.Average(column);
            for (var model = 0; model < models; model++)
                sums[model] += ranks[model];
            ties += Ranks.Ties(column).Sum(t => t * (t * (double)t - 1));
        }
        var correction = 1 - ties / (models * (models * (double)models - 1) * texts);
        var chi2 = (12.0 / (models * texts * (models + 1.0)) * sums.Sum(sum => sum * sum) - 3 * texts * (models + 1.0)) / correction;
        return new ChiSquaredTest(chi2, models - 1, Tails.ChiSquared(chi2, models - 1));
    }

    /// <summary>Kendall's W: how far raters agree on the order of items, 0 to 1, with the correction for ties, and χ² = m(n − 1)W.</summary>
    /// <param name="values">[raters][items]</param>
    public static (double W, ChiSquaredTest Test) KendallW(IReadOnlyList<double[]> values)
    {
        var (raters, items) = (values.Count, values[0].Length);
        var ranks = values.Select(Ranks.Average).ToArray();
        var sums = Enumerable.Range(0, items).Select(item => ranks.Sum(row => row[item])).ToArray();
        var mean = sums.Average();
        var ties = values.Sum(row => Ranks.Ties(row).Sum(t => t * (t * (double)t - 1)));
        var w = 12 * sums.Sum(sum => (sum - mean) * (sum - mean)) / (raters * (double)raters * items * (items * (double)items - 1) - raters * ties);
        var chi2 = raters * (items - 1.0) * w;
        return (w, new ChiSquaredTest(chi2, items - 1, Tails.ChiSquared(chi2, items - 1)));
    }
}
