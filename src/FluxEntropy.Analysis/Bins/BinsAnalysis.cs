using FluxEntropy.Analysis.Reports;
using FluxEntropy.Analysis.Tables;
using static System.FormattableString;

namespace FluxEntropy.Analysis.Bins;

/// <summary>
/// What the metrics of a corpus look like, where quantile bins of one begin and end, and what has changed since.
/// </summary>
public static class BinsAnalysis
{
    /// <summary>Analyses a table.</summary>
    /// <param name="table">Scores.</param>
    /// <param name="later">
    /// Scores to compare them with: another corpus, or the same at another time; null for none.
    /// </param>
    /// <param name="options">How to cut.</param>
    /// <exception cref="AnalysisException">
    /// The table does not hold what is needed; the message says what is missing.
    /// </exception>
    public static Report Of(ScoreTable table, ScoreTable? later, BinsOptions options)
    {
        var f = new BinsFindings(table, later, options);
        return new Report(
            Invariant($"{f.Name}: {f.Metrics[0]} of {f.Sorted.Length:N0} texts in {f.Bins.Count} bins"),
            [.. BinsAnswers.Of(f)],
            f.Warnings,
            [.. BinsSections.Of(f)],
            BinsNumbers.Of(f)
        )
        {
            Files = new Dictionary<string, object> { ["bucket_boundaries.json"] = BinsNumbers.Boundaries(f) },
        };
    }
}
