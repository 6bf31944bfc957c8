using System.Text.Json;
using System.Text.RegularExpressions;

namespace FluxEntropy.Analysis.Evaluation;

/// <summary>Reads items of HellaSwag from JSON lines, in the original layout or that of Hugging Face.</summary>
internal static partial class HellaSwagJson
{
    /// <inheritdoc cref="HellaSwagItem.Parse"/>
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

    // A file has either both halves of a context, or one text whose second half is the unfinished sentence.
    private static string ContextOf(JsonElement item)
    {
        if (item.TryGetProperty("ctx_a", out var first) && item.TryGetProperty("ctx_b", out var second))
            return $"{first.GetString()} {Capitalised(second.GetString() ?? "")}";
        var context = Field(item, "ctx", JsonValueKind.String).GetString()!;
        var unfinished = UnfinishedSentence().Match(context);
        return unfinished.Success
            ? context[..unfinished.Index]
                + char.ToUpperInvariant(context[unfinished.Index])
                + context[(unfinished.Index + 1)..]
            : context;
    }

    // As Python's str.capitalize.
    private static string Capitalised(string text) =>
        text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..].ToLowerInvariant();

    private static int LabelOf(JsonElement item) =>
        Field(item, "label", null) switch
        {
            { ValueKind: JsonValueKind.Number } number => number.GetInt32(),
            { ValueKind: JsonValueKind.String } text when int.TryParse(text.GetString(), out var label) => label,
            _ => throw new FormatException("its label is no number: the items of the test split have none."),
        };

    private static JsonElement Field(JsonElement item, string name, JsonValueKind? kind)
    {
        if (item.TryGetProperty(name, out var value) && (kind is null || value.ValueKind == kind))
            return value;
        var wanted =
            kind is null ? ""
            : kind == JsonValueKind.Array ? " that is a list"
            : " that is a text";
        throw new FormatException($"it has no \"{name}\"{wanted}.");
    }

    // The first letter of a last sentence that does not end.
    [GeneratedRegex(@"(?<=[.!?]\s)\p{Ll}(?=[^.!?]*$)")]
    private static partial Regex UnfinishedSentence();
}
