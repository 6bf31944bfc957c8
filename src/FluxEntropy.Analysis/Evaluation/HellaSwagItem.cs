using System.Text.Json;
using System.Text.RegularExpressions;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>An item of HellaSwag (Zellers et al., 2019): a context and four endings, one of which is right.</summary>
/// <param name="Index">Its number.</param>
/// <param name="Activity">Label of its activity.</param>
/// <param name="Context">The context, its last sentence begun.</param>
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
    /// <summary>The context as lm-evaluation-harness asks it: the activity before it, cleaned.</summary>
    public string HarnessQuery => Cleaned($"{Activity}: {Context}");

    /// <summary>The endings as lm-evaluation-harness has them: cleaned.</summary>
    public IReadOnlyList<string> HarnessEndings => [.. Endings.Select(Cleaned)];

    /// <summary>Reads an item from a line of JSON.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Its number, for where there is no index.</param>
    /// <exception cref="FormatException">It is none; the message says what is missing.</exception>
    public static HellaSwagItem Parse(string line, int number)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var item = json.RootElement;
            if (item.ValueKind != JsonValueKind.Object)
                throw new FormatException("it is no JSON object.");
            string[] endings =
            [
                .. Field(item, "endings", JsonValueKind.Array)
                    .EnumerateArray()
                    .Select(ending => ending.GetString() ?? ""),
            ];
            var label = LabelOf(item);
            if (endings.Length < 2 || label < 0 || label >= endings.Length)
                throw new FormatException($"label {label} is none of its {endings.Length} endings.");
            return new HellaSwagItem(
                item.TryGetProperty("index", out var index) || item.TryGetProperty("ind", out index)
                    ? index.GetInt32()
                    : number - 1,
                Field(item, "activity_label", JsonValueKind.String).GetString()!,
                ContextOf(item),
                label,
                endings,
                item.TryGetProperty("source_id", out var source) ? source.GetString()?.Split('~')[0] ?? "" : ""
            );
        }
        catch (Exception wrong) when (wrong is JsonException or InvalidOperationException)
        {
            throw new FormatException($"it is no item of HellaSwag: {wrong.Message}");
        }
    }

    // The file has both halves of a context, or one text whose second half is the sentence that was begun.
    private static string ContextOf(JsonElement item)
    {
        if (item.TryGetProperty("ctx_a", out var first) && item.TryGetProperty("ctx_b", out var second))
            return $"{first.GetString()} {Capitalised(second.GetString() ?? "")}";
        var context = Field(item, "ctx", JsonValueKind.String).GetString()!;
        var begun = Begun().Match(context);
        return begun.Success
            ? context[..begun.Index] + char.ToUpperInvariant(context[begun.Index]) + context[(begun.Index + 1)..]
            : context;
    }

    // As Python's str.capitalize.
    private static string Capitalised(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    private static string Cleaned(string text) =>
        Brackets()
            .Replace(text.Trim().Replace(" [title]", ". ", StringComparison.Ordinal), "")
            .Replace("  ", " ", StringComparison.Ordinal);

    private static int LabelOf(JsonElement item) =>
        Field(item, "label", null) switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetInt32(),
            { ValueKind: JsonValueKind.String } text when int.TryParse(text.GetString(), out var label) => label,
            _ => throw new FormatException("its label is no number: the items of the test split have none."),
        };

    private static JsonElement Field(JsonElement item, string name, JsonValueKind? kind) =>
        item.TryGetProperty(name, out var value) && (kind is null || value.ValueKind == kind)
            ? value
            : throw new FormatException(
                $"it has no \"{name}\"{(kind is null ? "" : $" that is {(kind == JsonValueKind.Array ? "a list" : "a text")}")}."
            );

    [GeneratedRegex(@"\[.*?\]")]
    private static partial Regex Brackets();

    // The first letter of a last sentence that does not end.
    [GeneratedRegex(@"(?<=[.!?]\s)\p{Ll}(?=[^.!?]*$)")]
    private static partial Regex Begun();
}
