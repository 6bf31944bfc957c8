using System.Text.Json;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// The scalar fields of a record as text, its text and id aside; those inside objects have names such as
/// <c>metadata.language</c>. Lists are left out.
/// </summary>
/// <param name="options">Which fields are the text and the id.</param>
/// <param name="dropped">Told of a field that could not be taken, and why.</param>
internal sealed class JsonMetadata(SourceOptions options, Action<string, string> dropped)
{
    private readonly Dictionary<string, string> _fields = [];

    public Dictionary<string, string> Of(JsonElement record)
    {
        foreach (var field in record.EnumerateObject())
            Add("", field);
        return _fields;
    }

    private void Add(string outer, JsonProperty field)
    {
        var name = outer;
        try
        {
            name += field.Name;
            if (name == options.TextField || name == options.IdField)
                return;
            var value = field.Value;
            if (value.ValueKind == JsonValueKind.String)
                _fields[name] = value.GetString()!;
            else if (value.ValueKind is JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False)
                _fields[name] = value.GetRawText();
            else if (value.ValueKind == JsonValueKind.Object)
                foreach (var inner in value.EnumerateObject())
                    Add($"{name}.", inner);
        }
        catch (InvalidOperationException)
        {
            dropped(name.TrimEnd('.'), "a string holds half of a surrogate pair (\\uD800 to \\uDFFF)");
        }
    }
}
