using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// Logistic regressions on several columns of an evaluation, each fitted once; why one was refused becomes a warning.
/// </summary>
/// <param name="data">The evaluation.</param>
/// <param name="warnings">Receives refusals.</param>
internal sealed class RegressionFits(EvaluationData data, List<string> warnings)
{
    private readonly Dictionary<string, LogisticRegression?> _fits = []; // null: it was refused

    /// <summary>Fits outcomes to columns.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="whole">
    /// Fit over the rows that have a value of each of these; null for those of <paramref name="names"/>.
    /// </param>
    public LogisticRegression? Fit(string[] names, string[]? whole = null)
    {
        var key = $"{string.Join('+', names)} of {string.Join('+', whole ?? names)}";
        return _fits.TryGetValue(key, out var known) ? known : _fits[key] = Fitted(names, whole ?? names);
    }

    /// <summary>
    /// Do columns add to others? The likelihood-ratio test over the rows that have all of them; null where a fit was
    /// refused.
    /// </summary>
    public (string Added, string To, double Lr, int Df, double P)? Nested(string[] added, string[] to)
    {
        string[] all = [.. data.ColumnNames.Where(name => added.Contains(name) || to.Contains(name))]; // in the order of the combinations
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

    private LogisticRegression? Fitted(string[] names, string[] whole)
    {
        var rows = data.RowsWith(whole);
        try
        {
            return LogisticRegression.Fit(names, data.Columns(names, rows), data.OutcomesOf(rows));
        }
        catch (StatisticsException refused)
        {
            warnings.Add($"{string.Join(" + ", names)}: {refused.Message}");
            return null;
        }
    }
}
