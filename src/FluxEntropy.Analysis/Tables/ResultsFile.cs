using System.Text;
using System.Text.Json;
using FluxEntropy.Sources.Formats;

namespace FluxEntropy.Analysis.Tables;

/// <summary>
/// A file of the original project:
/// <c>{"metadata": {"model_name", …}, "results": [{"text", "index", "characteristic_value"}, …]}</c>.
/// </summary>
internal static class ResultsFile
{
    private const long MaxBytes = 1L << 30; // what is larger is read as lines

    /// <summary>Reads it; null of any other file.</summary>
    /// <exception cref="AnalysisException">It holds no rows.</exception>
    public static ScoreTable? Read(string path)
    {
        if (!MayBeOne(path))
            return null;
        using var json = Parse(File.ReadAllBytes(path));
        if (json?.RootElement is not { ValueKind: JsonValueKind.Object } root)
            return null;
        if (!root.TryGetProperty("results", out var results))
            return null;
        if (results.ValueKind != JsonValueKind.Array || results.GetArrayLength() == 0)
            throw new AnalysisException($"{path} has no list \"results\" with rows in it.");
        var model =
            root.TryGetProperty("metadata", out var metadata)
            && metadata.ValueKind == JsonValueKind.Object
            && metadata.TryGetProperty("model_name", out var name)
                ? name.GetString()
                : null;
        return Table(model ?? Path.GetFileNameWithoutExtension(path), results);
    }

    // Lines of records are too many to be parsed twice; of those the first is one.
    private static bool MayBeOne(string path)
    {
        if (
            !Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            || new FileInfo(path) is not { Exists: true, Length: <= MaxBytes }
        )
            return false;
        var first = File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
        if (first == "{")
            return true;
        using var json = Parse(Encoding.UTF8.GetBytes(first));
        return json?.RootElement is { ValueKind: JsonValueKind.Object } root && root.TryGetProperty("results", out _);
    }

    /// <summary>One value; null where it is broken, but for NaN and infinities, which Python writes.</summary>
    private static JsonDocument? Parse(ReadOnlyMemory<byte> bytes)
    {
        bytes = bytes.Span is [0xef, 0xbb, 0xbf, ..] ? bytes[3..] : bytes;
        try
        {
            return JsonDocument.Parse(bytes);
        }
        catch (JsonException)
        {
            return Repaired(bytes);
        }
    }

    private static JsonDocument? Repaired(ReadOnlyMemory<byte> bytes)
    {
        try
        {
            return new JsonRepair().Of(bytes.Span) is { } sound ? JsonDocument.Parse(sound) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static ScoreTable Table(string name, JsonElement results)
    {
        var columns = new Dictionary<string, TableColumn>();
        var row = 0;
        foreach (var result in results.EnumerateArray())
        {
            if (result.ValueKind != JsonValueKind.Object)
                throw new AnalysisException($"{name}: result {row + 1:N0} is not an object.");
            foreach (
                var field in result
                    .EnumerateObject()
                    .Where(field =>
                        field.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.Array or JsonValueKind.Object)
                    )
            )
            {
                if (Cell(field) is not var (column, cell))
                    continue;
                if (!columns.TryGetValue(column, out var cells))
                    columns.Add(column, cells = new TableColumn());
                cells.Set(row, cell);
            }
            row++;
        }
        return new ScoreTable(
            name,
            [.. Enumerable.Range(1, row).Select(i => $"{name}#{i}")],
            hasIds: false,
            columns,
            []
        );
    }

    /// <summary>A field's name and value; null where one is no text, for half of a surrogate pair.</summary>
    private static (string Name, string Value)? Cell(JsonProperty field)
    {
        try
        {
            var value = field.Value;
            return (field.Name, value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText());
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
