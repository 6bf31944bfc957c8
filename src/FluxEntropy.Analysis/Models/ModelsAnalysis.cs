using FluxEntropy.Analysis.Reports;

namespace FluxEntropy.Analysis.Models;

/// <summary>
/// Many models over one set of texts: do they agree about which are hard, and how much do their levels differ?
/// </summary>
public static class ModelsAnalysis
{
    /// <summary>Compares models.</summary>
    /// <param name="scores">Their values.</param>
    /// <param name="by">Model by whose order texts are sorted and cut; null for the first.</param>
    /// <exception cref="AnalysisException">There is no such model.</exception>
    public static Report Of(ModelScores scores, string? by = null)
    {
        var chosen = by is null ? 0 : scores.Models.ToList().IndexOf(by);
        if (chosen < 0)
            throw new AnalysisException($"there is no model {by}; there are {string.Join(", ", scores.Models)}.");
        var findings = new ModelsFindings(new ModelComparison(scores.Models, scores.Values), scores, chosen);
        return new Report(
            $"{scores.Models.Count} models over {scores.Texts.Count:N0} texts: {scores.Metric}",
            ModelsAnswers.Of(findings),
            scores.Warnings,
            [
                ValuesSection.Of(findings),
                RanksSection.Of(findings),
                ModelCorrelationsSection.Of(findings),
                DistancesSection.Of(findings),
                ComponentsSection.Of(findings),
                VarianceSection.Of(findings),
                RankSpreadSection.Of(findings),
                TextsSection.Of(findings),
            ],
            ModelsNumbers.Of(findings)
        );
    }
}
