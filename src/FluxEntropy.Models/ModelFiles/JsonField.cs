using System.Text.Json;

namespace FluxEntropy.Models.ModelFiles;

/// <summary>
/// A value of a JSON file that knows its place, so that whoever finds it wrong can say where. All errors are <see
/// cref="InvalidDataException"/>s that name file and field.
/// </summary>
/// <param name="File">The file.</param>
/// <param name="Parent">The path of the object or array that it is in; empty for the root's own.</param>
/// <param name="Name">Its name in an object; null in an array.</param>
/// <param name="Index">Its index in an array; −1 elsewhere.</param>
/// <param name="Value">What stands there.</param>
internal readonly record struct JsonField(string File, string Parent, string? Name, int Index, JsonElement Value)
{
    internal static JsonField Root(string file, JsonElement value) => new(file, "", null, -1, value);

    /// <summary>
    /// The field's path from the root, such as <c>model.merges[3]</c>; empty for the root. Made when asked for: a
    /// tokenizer has half a million fields.
    /// </summary>
    internal string Path =>
        Name is null
            ? Index < 0
                ? ""
                : $"{Parent}[{Index}]"
            : Parent.Length > 0
                ? $"{Parent}.{Excerpt.Of(Name)}"
                : Excerpt.Of(Name);

    /// <summary>A member of this object; null where it is absent or null.</summary>
    internal JsonField? Find(string name)
    {
        RequireKind(JsonValueKind.Object, "an object");
        try
        {
            return Value.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null
                ? new JsonField(File, Path, name, -1, value)
                : null;
        }
        catch (InvalidOperationException)
        {
            throw Bad("has a name that is not text");
        }
    }

    internal JsonField Get(string name) =>
        Find(name) ?? throw new JsonField(File, Path, name, -1, default).Bad("is missing");

    internal string Text()
    {
        RequireKind(JsonValueKind.String, "a string");
        try
        {
            return Value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Bad($"is {Shown}, which is not text: half a surrogate pair");
        }
    }

    internal bool Flag() =>
        Value.ValueKind is JsonValueKind.True or JsonValueKind.False
            ? Value.GetBoolean()
            : throw Bad($"is {Shown}, expected true or false");

    /// <summary>An integer of a range, both ends included.</summary>
    internal int Integer(int least, int most) =>
        Value.ValueKind is JsonValueKind.Number
        && Value.TryGetInt32(out var number)
        && number >= least
        && number <= most
            ? number
            : throw Bad($"is {Shown}, expected an integer from {least} to {most}");

    /// <summary>A number of a range, both ends included.</summary>
    internal double Number(double least, double most) =>
        Value.ValueKind is JsonValueKind.Number
        && Value.TryGetDouble(out var number)
        && number >= least
        && number <= most
            ? number
            : throw Bad(FormattableString.Invariant($"is {Shown}, expected a number from {least} to {most}"));

    /// <summary>The items of this array, in order.</summary>
    internal IEnumerable<JsonField> Items()
    {
        RequireKind(JsonValueKind.Array, "an array");
        var (file, path) = (File, Path);
        return Value.EnumerateArray().Select((item, i) => new JsonField(file, path, null, i, item));
    }

    /// <summary>The members of this object, in order.</summary>
    internal IEnumerable<(string Name, JsonField Field)> Members()
    {
        RequireKind(JsonValueKind.Object, "an object");
        var path = Path;
        foreach (var property in Value.EnumerateObject())
        {
            var name = NameOf(property);
            yield return (name, new JsonField(File, path, name, -1, property.Value));
        }
    }

    internal InvalidDataException Bad(string what) => new($"{File}: {(Path.Length > 0 ? Path : "the file")} {what}");

    /// <summary>The value as the file writes it, fit for a message.</summary>
    internal string Shown => Excerpt.Of(Value.GetRawText());

    private string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            throw Bad("has a name that is not text: half a surrogate pair");
        }
    }

    private void RequireKind(JsonValueKind kind, string expected)
    {
        if (Value.ValueKind != kind)
            throw Bad($"is {Shown}, expected {expected}");
    }
}
