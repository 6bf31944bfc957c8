using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Analysis.Models;

/// <summary>One metric of several models for the same texts.</summary>
/// <param name="Models">Names.</param>
/// <param name="Metric">What was measured.</param>
/// <param name="Values">[models][texts]</param>
/// <param name="Texts">The texts, or what else identifies them. [texts]</param>
/// <param name="Characters">Lengths of the texts; null where they are not known. [texts]</param>
/// <param name="Warnings">What was left out, and how texts were matched.</param>
public sealed record ModelScores(
    IReadOnlyList<string> Models,
    string Metric,
    IReadOnlyList<double[]> Values,
    IReadOnlyList<string> Texts,
    double[]? Characters,
    IReadOnlyList<string> Warnings
)
{
    /// <summary>Takes models from tables: either one model per table, or all of them from the columns of one.</summary>
    /// <param name="tables">At least one.</param>
    /// <param name="metric">Column of the metric; null for the mean entropy.</param>
    /// <param name="columns">Of one table, the columns that are models; null for all that can be.</param>
    /// <exception cref="AnalysisException">
    /// There are fewer than two models or texts, or the texts do not match; the message says which.
    /// </exception>
    public static ModelScores Of(
        IReadOnlyList<ScoreTable> tables,
        string? metric = null,
        IReadOnlyList<string>? columns = null
    )
    {
        var scores = tables.Count == 1 ? ModelColumns.Read(tables[0], columns) : new TextMatching(tables).Read(metric);
        return scores.WithoutGaps();
    }

    // Leaves out the texts that some model has no value for.
    private ModelScores WithoutGaps()
    {
        if (Models.GroupBy(model => model).FirstOrDefault(group => group.Count() > 1) is { } twice)
            throw new AnalysisException($"two models are called {twice.Key}: give each file a name of its own.");
        int[] whole =
        [
            .. Enumerable.Range(0, Texts.Count).Where(text => Values.All(model => double.IsFinite(model[text]))),
        ];
        if (whole.Length < 2)
            throw new AnalysisException(
                $"{whole.Length} of {Texts.Count:N0} texts have a value of every model: a comparison needs at least two."
            );
        var constant = Models
            .Where((_, i) => whole.All(text => Values[i][text] == Values[i][whole[0]]))
            .FirstOrDefault();
        if (constant is not null)
            throw new AnalysisException(
                $"{constant} has the same value for every text: a constant has no order to compare. Leave it out."
            );
        return this with
        {
            Values = [.. Values.Select(model => whole.Select(text => model[text]).ToArray())],
            Texts = [.. whole.Select(text => Texts[text])],
            Characters = Characters is null ? null : [.. whole.Select(text => Characters[text])],
            Warnings = [.. Warnings, .. Reservations(whole.Length)],
        };
    }

    private IEnumerable<string> Reservations(int whole)
    {
        var infinite = Enumerable
            .Range(0, Texts.Count)
            .Count(text => Values.Any(model => double.IsInfinity(model[text])));
        if (whole < Texts.Count - infinite)
            yield return $"{Texts.Count - infinite - whole:N0} of {Texts.Count:N0} texts lack a value of some model and were left out";
        if (infinite > 0)
            yield return $"{infinite:N0} of {Texts.Count:N0} texts have an infinite value of some model, "
                + "which no mean or distance can use, and were left out";
        if (whole < Models.Count)
            yield return $"{whole:N0} texts are fewer than the {Models.Count} models: distances and components say little";
        if (whole < 10)
            yield return $"{whole:N0} texts do not fill ten tenths: spreads of ranks are missing for the empty ones";
        if (Models.Count == 2)
            yield return "of two models the first component is their difference, and nothing else: its share is 100% by definition";
    }
}
