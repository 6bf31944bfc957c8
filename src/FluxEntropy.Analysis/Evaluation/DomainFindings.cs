namespace FluxEntropy.Analysis.Evaluation;

/// <summary>One kind of row by itself.</summary>
/// <param name="Kind">Its name.</param>
/// <param name="N">Rows.</param>
/// <param name="Accuracy">Share that was answered right.</param>
/// <param name="Means">Means of metrics and covariates.</param>
/// <param name="Metrics">The first two metrics.</param>
/// <param name="Correlation">Pearson's r of the first two metrics.</param>
public sealed record DomainFindings(
    string Kind,
    int N,
    double Accuracy,
    IReadOnlyDictionary<string, double> Means,
    IReadOnlyList<MetricFindings> Metrics,
    double Correlation
)
{
    /// <summary>Each kind, in ordinal order.</summary>
    internal static IEnumerable<DomainFindings> Of(EvaluationData data, EvaluationOptions options)
    {
        foreach (var kind in (data.Domains ?? []).Distinct().Order(StringComparer.Ordinal))
        {
            int[] rows = [.. Enumerable.Range(0, data.Domains!.Length).Where(row => data.Domains[row] == kind)];
            yield return Of(kind, rows, data, options with { Draws = 0 });
        }
    }

    private static DomainFindings Of(string kind, int[] rows, EvaluationData data, EvaluationOptions options)
    {
        string[] names = [.. data.Metrics.Keys.Take(2)];
        var outcomes = data.OutcomesOf(rows);
        return new DomainFindings(
            kind,
            rows.Length,
            outcomes.Count(outcome => outcome) / (double)outcomes.Length,
            data.Metrics.Keys.Concat(data.Covariates.Keys)
                .ToDictionary(name => name, name => Mean(data.Column(name), rows)),
            [
                .. names.Select(name =>
                    MetricFindings.Of(name, [.. rows.Select(row => data.Metrics[name][row])], outcomes, options)
                ),
            ],
            names.Length < 2 ? double.NaN : CorrelationOf(data.Metrics[names[0]], data.Metrics[names[1]], rows)
        );
    }

    private static double Mean(double[] column, int[] rows) =>
        rows.Select(row => column[row]).Where(double.IsFinite).DefaultIfEmpty(double.NaN).Average();

    private static double CorrelationOf(double[] one, double[] other, int[] rows)
    {
        var both = rows.Where(row => double.IsFinite(one[row]) && double.IsFinite(other[row])).ToArray();
        return both.Length < 2
            ? double.NaN
            : Statistics.Correlation.Pearson([.. both.Select(row => one[row])], [.. both.Select(row => other[row])]).R;
    }
}
