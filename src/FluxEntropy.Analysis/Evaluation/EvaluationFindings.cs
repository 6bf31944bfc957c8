using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// Does a metric predict whether a model answers right? Everything that is computed about it, each figure once.
/// </summary>
public sealed class EvaluationFindings
{
    private readonly List<string> _warnings;
    private readonly RegressionFits _fits;

    private EvaluationFindings(EvaluationData data, EvaluationOptions options)
    {
        (Data, Options, _warnings) = (data, options, [.. data.Warnings]);
        _fits = new RegressionFits(data, _warnings);
        Metrics =
        [
            .. data
                .Metrics.AsParallel()
                .AsOrdered()
                .Select(metric => MetricFindings.Of(metric.Key, metric.Value, data.Outcomes, options)),
        ];
        _warnings.AddRange(Metrics.SelectMany(metric => metric.Refusals));
        foreach (var metric in Metrics.Where(metric => metric.Dropped > 0))
            _warnings.AddRange(Left(metric, data.Outcomes.Length));
        var found = Combinations().Select(names => _fits.Fit(names)).ToArray();
        Multivariate = [.. found.Select(fit => fit.Fit).OfType<LogisticRegression>()];
        Collinear = [.. found.Select(fit => fit.Collinear).OfType<CollinearFit>()];
        Penalised = Penalise();
        double[][] columns = [.. CorrelatedNames.Select(data.Column)];
        Pearson = PairwiseCorrelations.Of(columns, Correlation.Pearson);
        Spearman = PairwiseCorrelations.Spearman(columns);
        Nested = [.. NestedTests()];
        Family = CorrectedTests();
        Domains = [.. DomainFindings.Of(data, options)];
        _warnings.AddRange(
            from domain in Domains
            from metric in domain.Metrics
            from refusal in metric.Refusals
            select $"{options.Domain} {domain.Kind}: {refusal}"
        );
    }

    /// <summary>What was analysed.</summary>
    public EvaluationData Data { get; }

    /// <summary>How.</summary>
    public EvaluationOptions Options { get; }

    /// <summary>Each metric alone.</summary>
    public IReadOnlyList<MetricFindings> Metrics { get; }

    /// <summary>Regressions on several columns.</summary>
    public IReadOnlyList<LogisticRegression> Multivariate { get; }

    /// <summary>Regressions on columns of which some are linear combinations of others.</summary>
    public IReadOnlyList<CollinearFit> Collinear { get; }

    /// <summary>
    /// Each metric, and the first with each other one, with a penalty that keeps coefficients small: these exist even
    /// where metrics separate the outcomes.
    /// </summary>
    public IReadOnlyDictionary<string, PenalisedLogistic> Penalised { get; }

    /// <summary>Does a predictor add to others? Likelihood-ratio tests over the rows that have all of them.</summary>
    public IReadOnlyList<(string Added, string To, double Lr, int Df, double P)> Nested { get; }

    /// <summary>Wald's p of each metric alone, and corrected for their number.</summary>
    public IReadOnlyList<(string Metric, double P, double Holm, double BenjaminiHochberg)> Family { get; }

    /// <summary>Each kind of row by itself.</summary>
    public IReadOnlyList<DomainFindings> Domains { get; }

    /// <summary>What a reader has to know.</summary>
    public IReadOnlyList<string> Warnings => _warnings;

    /// <summary>Names of the columns that are correlated: metrics, the outcome, and covariates.</summary>
    public IReadOnlyList<string> CorrelatedNames => Data.ColumnNames;

    /// <summary>Pearson's r of all columns, each pair over the rows that have both. [names][names]</summary>
    public double[][] Pearson { get; }

    /// <summary>Spearman's ρ of all columns, each pair over the rows that have both. [names][names]</summary>
    public double[][] Spearman { get; }

    private string[] Fitted => [.. Metrics.Where(metric => metric.Logit is not null).Select(metric => metric.Name)];

    /// <summary>Analyses an evaluation.</summary>
    public static EvaluationFindings Of(EvaluationData data, EvaluationOptions options) => new(data, options);

    private static IEnumerable<string> Left(MetricFindings metric, int rows)
    {
        if (metric.Dropped > metric.Infinite)
            yield return $"{metric.Name}: {metric.Dropped - metric.Infinite:N0} of {rows:N0} rows have no value and were left out "
                + "of its analyses";
        if (metric.Infinite > 0)
            yield return $"{metric.Name}: {metric.Infinite:N0} of {rows:N0} rows have an infinite value, which no mean or "
                + "regression can use, and were left out of its analyses";
    }

    private Dictionary<string, PenalisedLogistic> Penalise()
    {
        string[] usable =
        [
            .. Metrics.Where(metric => metric is { IsConstant: false, Roc: not null }).Select(metric => metric.Name),
        ];
        return usable
            .Select(name => new[] { name })
            .Concat(usable.Skip(1).Select(other => new[] { usable[0], other }))
            .AsParallel()
            .AsOrdered()
            .Select(names => (Names: names, Rows: Data.RowsWith(names)))
            .Select(set =>
                (set.Names, Fit: PenalisedLogistic.Fit(Data.Columns(set.Names, set.Rows), Data.OutcomesOf(set.Rows)))
            )
            .AsSequential()
            .ToDictionary(pair => string.Join('+', pair.Names), pair => pair.Fit);
    }

    // The first metric with each other one, then metrics with covariates.
    private IEnumerable<string[]> Combinations()
    {
        foreach (var other in Fitted.Skip(1))
            yield return [Fitted[0], other];
        string[] covariates = [.. Data.Covariates.Keys];
        if (covariates.Length == 0)
            yield break;
        foreach (var metric in Fitted.Take(2))
        {
            foreach (var covariate in covariates)
                yield return [metric, covariate];
        }
        if (Fitted.Length > 0 && (Fitted.Length > 1 || covariates.Length > 1))
            yield return [.. Fitted.Take(2), .. covariates];
    }

    private IEnumerable<(string, string, double, int, double)> NestedTests()
    {
        if (Fitted is [var first, var second, ..])
        {
            if (_fits.Nested([second], [first]) is { } secondAdds)
                yield return secondAdds;
            if (_fits.Nested([first], [second]) is { } firstAdds)
                yield return firstAdds;
        }
        string[] covariates = [.. Data.Covariates.Keys];
        if (
            covariates.Length > 0
            && Fitted.Length > 0
            && _fits.Nested([.. Fitted.Take(2)], covariates) is { } metricsAdd
        )
            yield return metricsAdd;
    }

    private (string, double, double, double)[] CorrectedTests()
    {
        var tested = Metrics.Where(metric => metric.Logit is not null).ToArray();
        double[] raw = [.. tested.Select(metric => metric.Logit!.Terms[1].P)];
        var (holm, hochberg) = (MultipleComparisons.Holm(raw), MultipleComparisons.BenjaminiHochberg(raw));
        return [.. tested.Select((metric, i) => (metric.Name, raw[i], holm[i], hochberg[i]))];
    }
}
