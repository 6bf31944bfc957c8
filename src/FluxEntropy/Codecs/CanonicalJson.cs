using System.Globalization;
using System.Text;
using System.Text.Json;

namespace FluxEntropy.Codecs;

/// <summary>
/// The one way to write a JSON value that RFC 8785 defines (JSON Canonicalization Scheme): members sorted by UTF-16 code units, no
/// white space, numbers as ECMAScript prints doubles, strings with no escapes but those that JSON demands. What is hashed is
/// written this way, so that a hash does not depend on who wrote the JSON, or in which order.
/// </summary>
public static class CanonicalJson
{
    /// <summary>Canonical UTF-8 of a value.</summary>
    /// <exception cref="FormatException">
    /// The value has no canonical form: a member twice, a number beyond double, half a surrogate pair.
    /// </exception>
    public static byte[] Encode(JsonElement value)
    {
        var text = new StringBuilder();
        try
        {
            Append(text, value);
        }
        catch (InvalidOperationException exception) // from reading a string
        {
            throw new FormatException("A string of the JSON holds half of a surrogate pair.", exception);
        }
        return Encoding.UTF8.GetBytes(text.ToString());
    }

    private static void Append(StringBuilder text, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                AppendObject(text, value);
                break;
            case JsonValueKind.Array:
                AppendArray(text, value);
                break;
            case JsonValueKind.String:
                AppendString(text, value.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(CanonicalNumber.Format(value.GetDouble()));
                break;
            default:
                text.Append(value.GetRawText()); // true, false, null
                break;
        }
    }

    private static void AppendObject(StringBuilder text, JsonElement value)
    {
        text.Append('{');
        string? previous = null;
        foreach (var member in value.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal))
        {
            if (member.Name == previous)
                throw new FormatException($"The JSON has the member '{previous}' twice.");
            if (previous is not null)
                text.Append(',');
            AppendString(text, previous = member.Name);
            text.Append(':');
            Append(text, member.Value);
        }
        text.Append('}');
    }

    private static void AppendArray(StringBuilder text, JsonElement value)
    {
        text.Append('[');
        for (var i = 0; i < value.GetArrayLength(); i++)
        {
            if (i > 0)
                text.Append(',');
            Append(text, value[i]);
        }
        text.Append(']');
    }

    private static void AppendString(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var unit in value)
            _ = unit switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)unit:x4}"),
                _ => text.Append(unit),
            };
        text.Append('"');
    }
}
