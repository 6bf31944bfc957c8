namespace FluxEntropy.Analysis.Evaluation;

/// <summary>What a model answers to an item of HellaSwag, by the three ways in which people count.</summary>
/// <param name="Acc">The ending of the largest Σ ln p (lm-evaluation-harness's acc).</param>
/// <param name="AccNorm">Of the largest Σ ln p a character of the ending (its acc_norm).</param>
/// <param name="ByTokens">
/// Of the largest Σ ln p a token, without the activity before the context (llm.c's acc_norm).
/// </param>
public readonly record struct HellaSwagAnswer(int Acc, int AccNorm, int ByTokens)
{
    /// <summary>Chooses endings; of equal ones the first.</summary>
    /// <param name="item">The item.</param>
    /// <param name="harness">Σ ln p of each ending after <see cref="HellaSwagItem.HarnessQuery"/>. [endings]</param>
    /// <param name="plain">
    /// Σ ln p of each ending after <see cref="HellaSwagItem.Context"/>, and its tokens. [endings]
    /// </param>
    public static HellaSwagAnswer Of(
        HellaSwagItem item,
        IReadOnlyList<double> harness,
        IReadOnlyList<(double Sum, int Tokens)> plain
    ) =>
        new(
            Best(harness),
            Best([.. harness.Zip(item.HarnessEndings, (sum, ending) => sum / Math.Max(1, Characters(ending)))]),
            Best([.. plain.Select(ending => ending.Sum / Math.Max(1, ending.Tokens))])
        );

    // As Python's len counts them.
    private static int Characters(string text) => text.EnumerateRunes().Count();

    private static int Best(IReadOnlyList<double> values) =>
        Enumerable.Range(0, values.Count).Aggregate((best, i) => values[i] > values[best] ? i : best);
}
