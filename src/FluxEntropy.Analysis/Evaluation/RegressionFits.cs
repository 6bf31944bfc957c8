using FluxEntropy.Analysis.Statistics;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// Logistic regressions on several columns of an evaluation, each fitted once; why one was refused becomes a warning.
/// </summary>
/// <param name="data">The evaluation.</param>
/// <param name="warnings">Receives refusals.</param>
internal sealed class RegressionFits(EvaluationData data, List<string> warnings)
{
    private readonly Dictionary<string, (LogisticRegression? Fit, CollinearFit? Collinear)> _fits = []; // neither: it was refused

    /// <summary>Fits outcomes to columns.</summary>
    /// <param name="names">The columns.</param>
    /// <param name="whole">
    /// Fit over the rows that have a value of each of these; null for those of <paramref name="names"/>.
    /// </param>
    /// <returns>The fit; or, where a column is a combination of others, what there is; or neither.</returns>
    public (LogisticRegression? Fit, CollinearFit? Collinear) Fit(string[] names, string[]? whole = null)
    {
        var key = $"{string.Join('+', names)} of {string.Join('+', whole ?? names)}";
        return _fits.TryGetValue(key, out var known) ? known : _fits[key] = Fitted(names, whole ?? names);
    }

    /// <summary>
    /// Do columns add to others? The likelihood-ratio test over the rows that have all of them; null where a fit was
    /// refused. Columns that are combinations of the others add nothing, with no degree of freedom and no p.
    /// </summary>
    public (string Added, string To, double Lr, int Df, double P)? Nested(string[] added, string[] to)
    {
        string[] all = [.. data.ColumnNames.Where(name => added.Contains(name) || to.Contains(name))]; // in the order of the combinations
        if (Independent(Fit(all)) is not { } large || Independent(Fit(to, all)) is not { } small)
            return null;
        var (lr, df) = (2 * (large.LogLikelihood - small.LogLikelihood), large.DfModel - small.DfModel);
        var names = (string.Join(" + ", added), string.Join(" + ", to));
        return df == 0
            ? (names.Item1, names.Item2, 0, 0, double.NaN)
            : (names.Item1, names.Item2, lr, df, Tails.ChiSquared(lr, df));
    }

    private static LogisticRegression? Independent((LogisticRegression? Fit, CollinearFit? Collinear) found) =>
        found.Fit ?? found.Collinear?.Kept;

    private (LogisticRegression?, CollinearFit?) Fitted(string[] names, string[] whole)
    {
        var rows = data.RowsWith(whole);
        try
        {
            return (LogisticRegression.Fit(names, data.Columns(names, rows), data.OutcomesOf(rows)), null);
        }
        catch (CollinearPredictorsException collinear)
        {
            warnings.Add($"{string.Join(" + ", names)}: {collinear.Message}");
            return Kept(names, rows) is { } kept ? (null, new(names, collinear.Vif, kept)) : (null, null);
        }
        catch (StatisticsException refused)
        {
            warnings.Add($"{string.Join(" + ", names)}: {refused.Message}");
            return (null, null);
        }
    }

    // The regression on each predictor that is no combination of those before it.
    private LogisticRegression? Kept(string[] names, int[] rows)
    {
        var kept = new List<string>();
        foreach (var name in names)
        {
            if (kept.Count == 0 || !Collinearity.Of(data.Columns([.. kept, name], rows)).IsExact)
                kept.Add(name);
        }
        try
        {
            return LogisticRegression.Fit(kept, data.Columns([.. kept], rows), data.OutcomesOf(rows));
        }
        catch (StatisticsException)
        {
            return null; // the warning has said enough
        }
    }
}
