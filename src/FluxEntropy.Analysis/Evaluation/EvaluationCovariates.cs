using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Columns that may explain outcomes too.</summary>
internal static class EvaluationCovariates
{
    private const int MaxKinds = 10;

    /// <summary>Values by name; words become a column of 0 and 1 for each kind but the first.</summary>
    /// <exception cref="AnalysisException">
    /// A column is missing or of too many kinds.
    /// </exception>
    public static Dictionary<string, double[]> Read(ScoreTable table, EvaluationOptions options)
    {
        var covariates = new Dictionary<string, double[]>();
        var characters = table.Characters();
        foreach (var name in options.Covariates ?? (characters is null ? [] : ["chars"]))
        {
            if (name == "chars" && characters is not null)
                covariates["chars"] = characters;
            else if (table.NumericColumns.Contains(name))
                covariates[name] = table.Numbers(name);
            else
                AddKinds(table, name, covariates);
        }
        return covariates;
    }

    private static void AddKinds(ScoreTable table, string name, Dictionary<string, double[]> covariates)
    {
        var cells = table.Texts(name);
        var kinds = cells.OfType<string>().Distinct().Order(StringComparer.Ordinal).ToArray();
        if (kinds.Length is < 2 or > MaxKinds)
            throw new AnalysisException(
                $"{table.Name}: column \"{name}\" has {kinds.Length:N0} kinds of words; "
                    + $"a covariate is a number, or has 2 to {MaxKinds} kinds."
            );
        foreach (var kind in kinds.Skip(1))
            covariates[$"{name}={kind}"] =
            [
                .. cells.Select(cell =>
                    cell is null ? double.NaN
                    : cell == kind ? 1
                    : 0
                ),
            ];
    }
}
