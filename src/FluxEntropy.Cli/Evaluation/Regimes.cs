using FluxEntropy.Analysis.Statistics;
using FluxEntropy.Metrics;

namespace FluxEntropy.Cli.Evaluation;

/// <summary>One of the original project's four regimes.</summary>
/// <param name="Name">What predicts, and over which positions.</param>
/// <param name="Auc">
/// Area under the curve, null where the regression has no answer: of one metric, a high value taken for right, as 'flux
/// analyze eval' has it; of two, of the fitted probabilities.
/// </param>
/// <param name="AucOf">The metric, or <c>fit</c>; null where there is no area.</param>
/// <param name="PseudoR2">McFadden's.</param>
/// <param name="P">Of the likelihood ratio.</param>
/// <param name="Refusal">Why there is no answer; null where there is one.</param>
internal sealed record Regime(string Name, double? Auc, string? AucOf, double? PseudoR2, double? P, string? Refusal);

/// <summary>Entropy, or entropy and varentropy, aggregated over the context or of its last token: does it predict right answers?</summary>
internal static class Regimes
{
    public static IReadOnlyList<Regime> Of(
        IReadOnlyList<HellaSwagResult> results,
        Func<HellaSwagResult, bool> isCorrect
    ) =>
        [
            Of("entropy, aggregated", results, isCorrect, "entropy.mean"),
            Of("entropy + varentropy, aggregated", results, isCorrect, "entropy.mean", "varentropy.mean"),
            Of("entropy, last token", results, isCorrect, "entropy.last"),
            Of("entropy + varentropy, last token", results, isCorrect, "entropy.last", "varentropy.last"),
        ];

    private static Regime Of(
        string name,
        IReadOnlyList<HellaSwagResult> results,
        Func<HellaSwagResult, bool> isCorrect,
        params string[] metrics
    )
    {
        var columns = metrics
            .Select(metric =>
                results
                    .Select(result => (double)result.Context.Metrics[MetricCatalog.BuiltIn.IndexOf(metric)])
                    .ToArray()
            )
            .ToArray();
        var rows = Enumerable
            .Range(0, results.Count)
            .Where(row => columns.All(column => double.IsFinite(column[row])))
            .ToArray();
        try
        {
            if (rows.Length == 0)
                throw new StatisticsException("no context has the metric.");
            double[][] values = [.. columns.Select(column => rows.Select(row => column[row]).ToArray())];
            bool[] outcomes = [.. rows.Select(row => isCorrect(results[row]))];
            var fit = LogisticRegression.Fit(metrics, values, outcomes);
            var (auc, of) =
                metrics.Length == 1 ? (RocCurve.Of(values[0], outcomes).Auc, metrics[0]) : (fit.Roc.Auc, "fit");
            return new Regime(name, auc, of, fit.PseudoR2, fit.LlrP, null);
        }
        catch (StatisticsException refused)
        {
            return new Regime(name, null, null, null, null, refused.Message);
        }
    }
}
