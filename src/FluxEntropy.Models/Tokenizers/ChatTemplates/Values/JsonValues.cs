using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace FluxEntropy.Models.Tokenizers.ChatTemplates.Values;

/// <summary>JSON as values.</summary>
internal static class JsonValues
{
    private const int MaxDigits = 2_000;

    /// <summary>The value; a number is an integer where it is written as one.</summary>
    public static object? Of(JsonElement json) =>
        json.ValueKind switch
        {
            JsonValueKind.Object => Object(json),
            JsonValueKind.Array => new Sequence([.. json.EnumerateArray().Select(Of)]),
            JsonValueKind.String => json.GetString(),
            JsonValueKind.Number => Number(json),
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => null,
        };

    private static Dict Object(JsonElement json)
    {
        var dict = new Dict();
        foreach (var member in json.EnumerateObject())
            dict[member.Name] = Of(member.Value);
        return dict;
    }

    private static object Number(JsonElement json)
    {
        var text = json.GetRawText();
        return text.Length <= MaxDigits && text.All(digit => char.IsAsciiDigit(digit) || digit == '-')
            ? BigInteger.Parse(text, CultureInfo.InvariantCulture)
            : double.Parse(text, CultureInfo.InvariantCulture);
    }
}
