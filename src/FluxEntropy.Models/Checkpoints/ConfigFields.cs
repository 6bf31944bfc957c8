using System.Text.Json;

namespace FluxEntropy.Models.Checkpoints;

/// <summary>Typed access to the fields of one JSON file of a model folder; every error names file and field.</summary>
internal sealed class ConfigFields
{
    /// <summary>Bounds every dimension, so that products of a few of them stay far from overflow.</summary>
    private const int LargestCount = 1 << 24;

    private readonly string _file;
    private readonly JsonElement _root;

    private ConfigFields(string file, JsonElement root) => (_file, _root) = (file, root);

    /// <exception cref="InvalidDataException">The file is missing or is not a JSON object.</exception>
    internal static ConfigFields Open(string folder, string name)
    {
        var file = Path.Combine(folder, name);
        if (!File.Exists(file))
            throw new InvalidDataException($"{file}: missing; expected a Hugging Face model folder with config.json, *.safetensors and a tokenizer");
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(file));
            return document.RootElement.ValueKind is JsonValueKind.Object
                ? new ConfigFields(file, document.RootElement.Clone())
                : throw new InvalidDataException($"{file}: expected a JSON object");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"{file}: not JSON: {e.Message}", e);
        }
    }

    internal InvalidDataException Bad(string field, string what) => new($"{_file}: {field} {what}");

    internal string? Text(string field) => Find(field) is { } value
        ? value.ValueKind is JsonValueKind.String ? value.GetString() : throw Bad(field, $"is {value.GetRawText()}, expected a string")
        : null;

    internal bool Flag(string field, bool otherwise) => Find(field) is { } value
        ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Bad(field, $"is {value.GetRawText()}, expected true or false")
        : otherwise;

    internal int Count(string field, int? otherwise = null)
    {
        if (Find(field) is not { } value)
            return otherwise ?? throw Bad(field, "is missing");
        return value.ValueKind is JsonValueKind.Number && value.TryGetInt32(out var count) && count is > 0 and <= LargestCount
            ? count
            : throw Bad(field, $"is {value.GetRawText()}, expected an integer from 1 to {LargestCount}");
    }

    internal double Number(string field, double? otherwise = null) => Number(_root, field, field, otherwise);

    /// <summary>Base of the rotary frequencies; newer files keep it in rope_parameters.</summary>
    internal double RopeTheta() => Find("rope_parameters") is { ValueKind: JsonValueKind.Object } parameters
        ? Number(parameters, "rope_theta", "rope_parameters.rope_theta", Number("rope_theta", 10_000))
        : Number("rope_theta", 10_000);

    /// <summary>The field rope_scaling (rope_parameters in newer files): none, or of type llama3.</summary>
    internal Llama3RopeScaling? RopeScaling()
    {
        var field = Find("rope_scaling") is null ? "rope_parameters" : "rope_scaling";
        if (Find(field) is not { } scaling)
            return null;
        if (scaling.ValueKind is not JsonValueKind.Object)
            throw Bad(field, "is not an object");
        double Value(string name) => Number(scaling, name, $"{field}.{name}");
        var type = Name(scaling, "rope_type") ?? Name(scaling, "type");
        return type switch
        {
            "default" => null,
            "llama3" => new Llama3RopeScaling(Value("factor"), Value("low_freq_factor"), Value("high_freq_factor"), Value("original_max_position_embeddings")),
            _ => throw Bad($"{field}.rope_type", $"is {type ?? "missing"}, expected llama3"),
        };
    }

    private static string? Name(JsonElement element, string field) =>
        element.TryGetProperty(field, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    private double Number(JsonElement element, string field, string path, double? otherwise = null)
    {
        if (!element.TryGetProperty(field, out var value) || value.ValueKind is JsonValueKind.Null)
            return otherwise ?? throw Bad(path, "is missing");
        return value.ValueKind is JsonValueKind.Number && value.TryGetDouble(out var number) && number > 0 && double.IsFinite(number)
            ? number
            : throw Bad(path, $"is {value.GetRawText()}, expected a number above 0");
    }

    private JsonElement? Find(string field) =>
        _root.TryGetProperty(field, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;
}
