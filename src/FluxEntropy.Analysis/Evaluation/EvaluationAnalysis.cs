using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Tables;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Does a metric of a text predict whether a model answers right?</summary>
public static class EvaluationAnalysis
{
    /// <summary>Analyses the rows of an evaluation.</summary>
    /// <param name="table">The rows.</param>
    /// <param name="options">How.</param>
    /// <param name="time">Dates the printed regressions.</param>
    /// <exception cref="AnalysisException">
    /// The table does not hold what is needed; the message says what is missing.
    /// </exception>
    public static Report Of(ScoreTable table, EvaluationOptions options, TimeProvider time)
    {
        var f = EvaluationFindings.Of(EvaluationData.Of(table, options), options);
        var outcomes = f.Data.Outcomes;
        var right = 100 * outcomes.Average(outcome => outcome ? 1.0 : 0);
        return new Report(
            Invariant($"{f.Data.Name}: {outcomes.Length:N0} answers, {right:0.0}% right"),
            [.. EvaluationAnswers.Of(f)],
            f.Warnings,
            [
                RightAndWrongSection.Of(f),
                RocSection.Of(f),
                QuantileBinsSection.Of(f),
                EvaluationCorrelationsSection.Of(f),
                RegressionSection.Of(f, time.GetLocalNow().DateTime),
                .. f.Domains.Count > 0 ? [DomainSection.Of(f)] : Array.Empty<Section>(),
            ],
            EvaluationNumbers.Of(f)
        );
    }
}
