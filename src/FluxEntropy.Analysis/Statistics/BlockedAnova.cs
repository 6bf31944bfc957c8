namespace FluxEntropy.Analysis.Statistics;

/// <summary>A two-way analysis of variance without replication: models (rows) blocked by texts (columns).</summary>
public sealed record BlockedAnova(
    double SsModel,
    double DfModel,
    double SsText,
    double DfText,
    double SsResid,
    double DfResid,
    double FModel,
    double PModel,
    double FText,
    double PText
)
{
    /// <summary>
    /// Intra-class correlation of consistency, ICC(3,1) of Shrout and Fleiss, "Intraclass Correlations" (1979).
    /// </summary>
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
        // Centred first: of values far from 0 the squares would cost most digits of what differs.
        var centre = values.Average(row => row.Average());
        values = [.. values.Select(row => row.Select(value => value - centre).ToArray())];
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
        return new BlockedAnova(
            ssModel,
            dfModel,
            ssText,
            dfText,
            ssResid,
            dfResid,
            fModel,
            Tails.F(fModel, dfModel, dfResid),
            fText,
            Tails.F(fText, dfText, dfResid)
        );
    }
}
