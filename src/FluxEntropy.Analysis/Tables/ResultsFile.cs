using System.Text.Json;

namespace FluxEntropy.Analysis.Tables;

/// <summary>
/// A file of the original project, and others that are one JSON value:
/// <c>{"metadata": {"model_name", …}, "results": [{"text", "index", "characteristic_value"}, …]}</c>, or a list of
/// objects.
/// </summary>
internal static class ResultsFile
{
    private const long MaxBytes = 1L << 30; // what is larger is read as lines

    /// <summary>Whether the file is one JSON value and not lines of them.</summary>
    public static bool IsOne(string path)
    {
        if (
            !Path.GetExtension(path).Equals(".json", StringComparison.OrdinalIgnoreCase)
            || new FileInfo(path) is not { Exists: true, Length: <= MaxBytes }
        )
            return false;
        var first = File.ReadLines(path).FirstOrDefault()?.Trim() ?? "";
        return first == "{" || first.StartsWith('[') || HasResults(first);
    }

    private static bool HasResults(string line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty("results", out var results)
                && results.ValueKind == JsonValueKind.Array;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Reads it.</summary>
    /// <exception cref="AnalysisException">It is broken, or holds no rows.</exception>
    public static ScoreTable Read(string path)
    {
        try
        {
            using var json = JsonDocument.Parse(File.ReadAllBytes(path));
            var root = json.RootElement;
            var results =
                root.ValueKind == JsonValueKind.Array ? root
                : root.TryGetProperty("results", out var list) ? list
                : default;
            if (results.ValueKind != JsonValueKind.Array || results.GetArrayLength() == 0)
                throw new AnalysisException($"{path} has no list \"results\" with rows in it.");
            var model =
                root.ValueKind == JsonValueKind.Object
                && root.TryGetProperty("metadata", out var metadata)
                && metadata.ValueKind == JsonValueKind.Object
                && metadata.TryGetProperty("model_name", out var name)
                    ? name.GetString()
                    : null;
            return Table(model ?? Path.GetFileNameWithoutExtension(path), results);
        }
        catch (JsonException broken)
        {
            throw new AnalysisException($"{path} is broken JSON: {broken.Message}");
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
                if (!columns.TryGetValue(field.Name, out var cells))
                    columns.Add(field.Name, cells = new TableColumn());
                cells.Set(
                    row,
                    field.Value.ValueKind == JsonValueKind.String ? field.Value.GetString()! : field.Value.GetRawText()
                );
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
}
