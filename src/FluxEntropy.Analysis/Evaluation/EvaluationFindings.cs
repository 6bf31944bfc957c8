using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Does a metric predict whether a model answers right? Everything that is computed of it, each figure once.</summary>
public sealed class EvaluationFindings
{
    private readonly List<string> _warnings;
    private readonly Dictionary<string, LogisticRegression?> _fits = []; // null: it was refused

    private EvaluationFindings(EvaluationData data, EvaluationOptions options)
    {
        (Data, Options, _warnings) = (data, options, [.. data.Warnings]);
        Metrics =
        [
            .. data
                .Metrics.AsParallel()
                .AsOrdered()
                .Select(metric => MetricFindings.Of(metric.Key, metric.Value, data.Outcomes, options)),
        ];
        _warnings.AddRange(Metrics.SelectMany(metric => metric.Refusals));
        foreach (var metric in Metrics.Where(metric => metric.Dropped > 0))
            _warnings.Add(
                $"{metric.Name}: {metric.Dropped:N0} of {data.Outcomes.Length:N0} rows have no value and were left out of its analyses"
            );
        Multivariate = [.. Combinations().Select(names => Fit(names)).OfType<LogisticRegression>()];
        Penalised = Penalise();
        double[][] columns = [.. CorrelatedNames.Select(Column)];
        (Pearson, Spearman) = (
            PairwiseCorrelations.Of(columns, Correlation.Pearson),
            PairwiseCorrelations.Spearman(columns)
        );
        Nested = [.. NestedTests()];
        var tested = Metrics.Where(metric => metric.Logit is not null).ToArray();
        var raw = tested.Select(metric => metric.Logit!.Terms[1].P).ToArray();
        var (holm, hochberg) = (MultipleComparisons.Holm(raw), MultipleComparisons.BenjaminiHochberg(raw));
        Family = [.. tested.Select((metric, i) => (metric.Name, raw[i], holm[i], hochberg[i]))];
        Domains = [.. DomainsOf()];
    }

    /// <summary>What was analysed.</summary>
    public EvaluationData Data { get; }

    /// <summary>How.</summary>
    public EvaluationOptions Options { get; }

    /// <summary>Each metric alone.</summary>
    public IReadOnlyList<MetricFindings> Metrics { get; }

    /// <summary>Regressions on several.</summary>
    public IReadOnlyList<LogisticRegression> Multivariate { get; }

    /// <summary>Each metric, and the first with each other one, with coefficients held small: these exist where metrics separate the outcomes, too.</summary>
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
    public IReadOnlyList<string> CorrelatedNames => [.. Data.Metrics.Keys, "correct", .. Data.Covariates.Keys];

    /// <summary>Analyses an evaluation.</summary>
    public static EvaluationFindings Of(EvaluationData data, EvaluationOptions options) => new(data, options);

    /// <summary>Pearson's r of all columns, each pair over the rows that have both. [names][names]</summary>
    public double[][] Pearson { get; }

    /// <summary>Spearman's ρ of all columns, each pair over the rows that have both. [names][names]</summary>
    public double[][] Spearman { get; }

    private double[] Column(string name) =>
        Data.Metrics.TryGetValue(name, out var metric) ? metric
        : Data.Covariates.TryGetValue(name, out var covariate) ? covariate
        : [.. Data.Outcomes.Select(outcome => outcome ? 1.0 : 0)];

    private Dictionary<string, PenalisedLogistic> Penalise()
    {
        var usable = Metrics
            .Where(metric => metric is { IsConstant: false, Roc: not null })
            .Select(metric => metric.Name)
            .ToArray();
        return usable
            .Select(name => new[] { name })
            .Concat(usable.Skip(1).Select(other => new[] { usable[0], other }))
            .AsParallel()
            .AsOrdered()
            .Select(names =>
                (
                    Names: names,
                    Fit: PenalisedLogistic.Fit(
                        [.. Whole(names, out var rows).Select(column => rows.Select(row => column[row]).ToArray())],
                        [.. rows.Select(row => Data.Outcomes[row])]
                    )
                )
            )
            .ToDictionary(pair => string.Join('+', pair.Names), pair => pair.Fit);
    }

    // Columns, and the rows that have a value of each.
    private double[][] Whole(string[] names, out int[] rows)
    {
        double[][] columns = [.. names.Select(Column)];
        rows =
        [
            .. Enumerable
                .Range(0, Data.Outcomes.Length)
                .Where(row => columns.All(column => double.IsFinite(column[row]))),
        ];
        return columns;
    }

    // The first metric with each other one, then metrics with covariates.
    private IEnumerable<string[]> Combinations()
    {
        var usable = Metrics.Where(metric => metric.Logit is not null).Select(metric => metric.Name).ToArray();
        foreach (var other in usable.Skip(1))
            yield return [usable[0], other];
        string[] covariates = [.. Data.Covariates.Keys];
        if (covariates.Length == 0)
            yield break;
        foreach (var metric in usable.Take(2))
        {
            foreach (var covariate in covariates)
                yield return [metric, covariate];
        }
        if (usable.Length > 0 && (usable.Length > 1 || covariates.Length > 1))
            yield return [.. usable.Take(2), .. covariates];
    }

    private IEnumerable<(string, string, double, int, double)> NestedTests()
    {
        var usable = Metrics.Where(metric => metric.Logit is not null).Select(metric => metric.Name).ToArray();
        if (usable.Length > 1)
        {
            if (Nest([usable[1]], [usable[0]]) is { } second)
                yield return second;
            if (Nest([usable[0]], [usable[1]]) is { } first)
                yield return first;
        }
        string[] covariates = [.. Data.Covariates.Keys];
        if (covariates.Length > 0 && usable.Length > 0 && Nest([.. usable.Take(2)], covariates) is { } beyond)
            yield return beyond;
    }

    private (string, string, double, int, double)? Nest(string[] added, string[] to)
    {
        string[] all = [.. CorrelatedNames.Where(name => added.Contains(name) || to.Contains(name))]; // in the order of the combinations
        if (Fit(all) is not { } large || Fit(to, all) is not { } small)
            return null;
        var lr = 2 * (large.LogLikelihood - small.LogLikelihood);
        return (
            string.Join(" + ", added),
            string.Join(" + ", to),
            lr,
            added.Length,
            Tails.ChiSquared(lr, added.Length)
        );
    }

    /// <summary>Fits over the rows that have a value of each of these names, once.</summary>
    private LogisticRegression? Fit(string[] names, string[]? whole = null)
    {
        var key = $"{string.Join('+', names)} of {string.Join('+', whole ?? names)}";
        return _fits.TryGetValue(key, out var known) ? known : _fits[key] = Fitted(names, whole);
    }

    private LogisticRegression? Fitted(string[] names, string[]? whole)
    {
        Whole(whole ?? names, out var rows);
        try
        {
            return LogisticRegression.Fit(
                names,
                [.. names.Select(name => Column(name) is var column ? rows.Select(row => column[row]).ToArray() : [])],
                [.. rows.Select(row => Data.Outcomes[row])]
            );
        }
        catch (StatisticsException refused)
        {
            _warnings.Add($"{string.Join(" + ", names)}: {refused.Message}");
            return null;
        }
    }

    private IEnumerable<DomainFindings> DomainsOf()
    {
        if (Data.Domains is not { } domains)
            yield break;
        foreach (var kind in domains.Distinct().Order(StringComparer.Ordinal))
        {
            var rows = Enumerable.Range(0, domains.Length).Where(row => domains[row] == kind).ToArray();
            bool[] outcomes = [.. rows.Select(row => Data.Outcomes[row])];
            MetricFindings[] metrics =
            [
                .. Data
                    .Metrics.Take(2)
                    .Select(metric =>
                        MetricFindings.Of(
                            metric.Key,
                            [.. rows.Select(row => metric.Value[row])],
                            outcomes,
                            Options with
                            {
                                Draws = 0,
                            }
                        )
                    ),
            ];
            _warnings.AddRange(
                metrics.SelectMany(metric => metric.Refusals).Select(refusal => $"{Options.Domain} {kind}: {refusal}")
            );
            yield return new DomainFindings(
                kind,
                rows.Length,
                outcomes.Count(outcome => outcome) / (double)outcomes.Length,
                Data.Metrics.Keys.Concat(Data.Covariates.Keys)
                    .ToDictionary(
                        name => name,
                        name =>
                            rows.Select(row => Column(name)[row])
                                .Where(double.IsFinite)
                                .DefaultIfEmpty(double.NaN)
                                .Average()
                    ),
                metrics,
                Data.Metrics.Count < 2 ? double.NaN : Within(rows, [.. Data.Metrics.Keys.Take(2)])
            );
        }
    }

    private double Within(int[] rows, string[] names)
    {
        var (one, other) = (Column(names[0]), Column(names[1]));
        var both = rows.Where(row => double.IsFinite(one[row]) && double.IsFinite(other[row])).ToArray();
        return both.Length < 2
            ? double.NaN
            : Correlation.Pearson([.. both.Select(row => one[row])], [.. both.Select(row => other[row])]).R;
    }
}
