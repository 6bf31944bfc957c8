using FluxEntropy.Analysis.Tables;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>
/// The metrics of an evaluation: columns that were named, or entropy, varentropy and what follows from them.
/// </summary>
internal static class EvaluationMetrics
{
    /// <exception cref="AnalysisException">The table has no metric, or none of a name that was given.</exception>
    public static Dictionary<string, double[]> Read(
        ScoreTable table,
        EvaluationOptions options,
        Dictionary<string, double> bounds,
        List<string> warnings
    )
    {
        if (options.Metrics is { } named)
            return named.Distinct().ToDictionary(name => name, table.Numbers);
        var (entropyColumn, varentropyColumn) = (
            table.FirstOf(Names("entropy", options)),
            table.FirstOf(Names("varentropy", options))
        );
        if (table.Has(LikeliestTokens.Column) && (options.LastToken || options.OriginalBase2 || entropyColumn is null))
        {
            var (entropy, varentropy) = LikeliestTokens.Read(table, options, bounds, warnings);
            return Derived(entropy, varentropy);
        }
        return entropyColumn is null && varentropyColumn is null
            ? throw new AnalysisException(
                $"{table.Name} has no column {string.Join(", ", Names("entropy", options).Concat(Names("varentropy", options)))}: "
                    + $"name metrics with --metrics ({string.Join(", ", table.NumericColumns.Take(30))})."
            )
            : Derived(
                entropyColumn is null ? null : table.Numbers(entropyColumn),
                varentropyColumn is null ? null : table.Numbers(varentropyColumn)
            );
    }

    private static Dictionary<string, double[]> Derived(double[]? entropy, double[]? varentropy)
    {
        var metrics = new Dictionary<string, double[]>();
        if (entropy is not null)
            metrics["entropy"] = entropy;
        if (varentropy is not null)
        {
            metrics["varentropy"] = varentropy;
            metrics["sqrt_varentropy"] = [.. varentropy.Select(Math.Sqrt)];
        }
        if (entropy is not null && varentropy is not null)
        {
            metrics["composite_metric"] = [.. entropy.Zip(varentropy, (h, v) => h * h + v)];
            metrics["sqrt_composite_metric"] = [.. metrics["composite_metric"].Select(Math.Sqrt)];
        }
        return metrics;
    }

    private static string[] Names(string metric, EvaluationOptions options) =>
        options.LastToken ? [$"{metric}.last", $"last_token_{metric}"] : [$"{metric}.mean", metric];
}
