namespace FluxEntropy.Analysis.Statistics;

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
        var chi2 =
            (12.0 / (models * texts * (models + 1.0)) * sums.Sum(sum => sum * sum) - 3 * texts * (models + 1.0))
            / correction;
        return new ChiSquaredTest(chi2, models - 1, Tails.ChiSquared(chi2, models - 1));
    }

    /// <summary>
    /// Kendall's W: how far raters agree on the order of items, 0 to 1, with the correction for ties, and χ² = m(n −
    /// 1)W.
    /// </summary>
    /// <param name="values">[raters][items]</param>
    public static (double W, ChiSquaredTest Test) KendallW(IReadOnlyList<double[]> values)
    {
        var (raters, items) = (values.Count, values[0].Length);
        var ranks = values.Select(Ranks.Average).ToArray();
        var sums = Enumerable.Range(0, items).Select(item => ranks.Sum(row => row[item])).ToArray();
        var mean = sums.Average();
        var ties = values.Sum(row => Ranks.Ties(row).Sum(t => t * (t * (double)t - 1)));
        var w =
            12
            * sums.Sum(sum => (sum - mean) * (sum - mean))
            / (raters * (double)raters * items * (items * (double)items - 1) - raters * ties);
        var chi2 = raters * (items - 1.0) * w;
        return (w, new ChiSquaredTest(chi2, items - 1, Tails.ChiSquared(chi2, items - 1)));
    }
}
