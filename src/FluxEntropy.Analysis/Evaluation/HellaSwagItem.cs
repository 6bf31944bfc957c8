using System.Text.RegularExpressions;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>An item of HellaSwag (Zellers et al., 2019): a context and four endings, one of which is right.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Activity">Label of its activity.</param>
/// <param name="Context">The context, up to the first words of its last sentence.</param>
/// <param name="Label">The right ending, from 0.</param>
/// <param name="Endings">The endings.</param>
/// <param name="Source">Such as <c>activitynet</c> or <c>wikihow</c>; empty where the file does not say.</param>
public sealed partial record HellaSwagItem(
    int Index,
    string Activity,
    string Context,
    int Label,
    IReadOnlyList<string> Endings,
    string Source
)
{
    /// <summary>The context as lm-evaluation-harness presents it: preceded by the activity, cleaned.</summary>
    public string HarnessQuery => Cleaned($"{Activity}: {Context}");

    /// <summary>The endings as lm-evaluation-harness has them: cleaned.</summary>
    public IReadOnlyList<string> HarnessEndings => [.. Endings.Select(Cleaned)];

    /// <summary>Reads an item from a line of JSON.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Its number, used where there is no index.</param>
    /// <exception cref="FormatException">It is not an item; the message says what is missing.</exception>
    public static HellaSwagItem Parse(string line, int number) => HellaSwagJson.Parse(line, number);

    private static string Cleaned(string text) =>
        Brackets()
            .Replace(text.Trim().Replace(" [title]", ". ", StringComparison.Ordinal), "")
            .Replace("  ", " ", StringComparison.Ordinal);

    [GeneratedRegex(@"\[.*?\]")]
    private static partial Regex Brackets();
}
