using System.Text.Json;
using System.Text.RegularExpressions;

namespace FluxEntropy.Codecs;

/// <summary>Says what is wrong with JSON in words of JSON: the reader's own name .NET types, members, and positions from 0.</summary>
public static partial class JsonFault
{
    /// <summary>What is wrong and where, without a full stop: <c>line 2, byte 5: 'x' is an invalid start of a value</c>.</summary>
    public static string Of(JsonException broken)
    {
        var message = Positions().Replace(broken.Message, "").TrimEnd('.', ' ');
        var field =
            broken.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? path[2..] : null;
        if (Unknown().Match(message) is { Success: true } unknown)
            return $"'{unknown.Groups[1].Value}' is not one of its fields";
        if (Missing().Match(message) is { Success: true } missing)
            return $"{missing.Groups[1].Value} is missing{(field is null ? "" : $" in {field}")}";
        if (Null().Match(message) is { Success: true } empty)
            return $"'{JsonNamingPolicy.CamelCase.ConvertName(empty.Groups[1].Value)}' is null, and has to have a value";
        if (message.StartsWith("The JSON value could not be converted", StringComparison.Ordinal))
            return $"{field ?? "it"} is {Expected(message)}";
        return broken is { LineNumber: { } line, BytePositionInLine: { } at }
            ? $"line {line + 1}, byte {at + 1}: {message}"
            : message;
    }

    private static string Expected(string message) =>
        Target().Match(message).Groups[1].Value switch
        {
            "System.Int32" or "System.Int64" or "System.UInt32" or "System.UInt64" => "not a whole number",
            "System.Double" or "System.Single" => "not a number",
            "System.String" => "not a string",
            "System.Boolean" => "neither true nor false",
            var type when type.EndsWith("[]", StringComparison.Ordinal) => "not a list",
            _ => "not of the form that is expected there",
        };

    [GeneratedRegex(@"\s*Path: [^|]*( \| LineNumber: .*)?$|\s*LineNumber: .*$")]
    private static partial Regex Positions();

    [GeneratedRegex("^The JSON property '([^']*)' could not be mapped")]
    private static partial Regex Unknown();

    [GeneratedRegex("missing required properties including: (.*)$")]
    private static partial Regex Missing();

    [GeneratedRegex("'([^']*)' on type .* allow")]
    private static partial Regex Null();

    [GeneratedRegex(@"converted to (?:System\.Nullable`1\[)?([\w.`+\[\]]+?)\]?\.?$")]
    private static partial Regex Target();
}
