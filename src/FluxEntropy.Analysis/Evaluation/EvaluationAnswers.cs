using static System.FormattableString;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>The short answer of an evaluation.</summary>
internal static class EvaluationAnswers
{
    private const double Level = 0.05;

    public static IEnumerable<string> Of(EvaluationFindings f)
    {
        foreach (var metric in f.Metrics.Where(metric => metric is { Logit: not null, Roc: not null }))
            yield return Answer(metric, f.Family.First(test => test.Metric == metric.Name).Holm);
        foreach (var test in f.Nested.Where(test => test.Df == 0))
            yield return $"{test.Added} adds nothing to {test.To}, of which it is a linear combination.";
        foreach (var test in f.Nested.Where(test => test.Df > 0))
        {
            var verdict = test.P < Level ? "adds" : "adds nothing certain";
            yield return Invariant($"{test.Added} {verdict} to {test.To} (likelihood ratio {test.Lr:0.00}, ")
                + $"p = {ReportText.P(test.P)}).";
        }
        foreach (var metric in f.Metrics.Where(metric => metric is { Logit: null, Roc: not null, IsConstant: false }))
            yield return $"{metric.Name}: {ReportText.Auc(metric.Roc!.Auc)}; a regression has no answer (see the warnings).";
    }

    private static string Answer(MetricFindings metric, double holm)
    {
        var (term, auc) = (metric.Logit!.Terms[1], metric.Roc!.Auc);
        var verdict =
            holm >= Level ? "no sign that it tells right from wrong"
            : term.Coef < 0 ? "lower where the answer is right"
            : "higher where the answer is right";
        return Invariant($"{metric.Name}: {verdict} (z = {term.Z:0.00}, p = {ReportText.P(term.P)}, ")
            + $"Holm {ReportText.P(holm)}), and {Strength(auc)}: {ReportText.Auc(auc)}, "
            + Invariant($"pseudo R² {metric.Logit.PseudoR2:0.0000}.");
    }

    // How far from chance, whichever way.
    private static string Strength(double auc) =>
        Math.Abs(auc - 0.5) switch
        {
            < 0.05 => "of hardly any use to predict one answer",
            < 0.15 => "a weak predictor",
            < 0.3 => "a fair predictor",
            _ => "a strong predictor",
        };
}
