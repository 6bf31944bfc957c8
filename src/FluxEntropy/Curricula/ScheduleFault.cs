using Pidgin;

namespace FluxEntropy.Curricula;

/// <summary>Says where a schedule stopped making sense, in words of schedules and none of the parser.</summary>
internal static class ScheduleFault
{
    /// <summary>What was expected, and what came: <c>expected ')' or ',', but it ends there</c>.</summary>
    public static string Of(ParseError<char> error)
    {
        var expected = error.Expected.Select(Name).Distinct().Order(StringComparer.Ordinal).ToArray();
        var all =
            expected.Length > 1 ? $"{string.Join(", ", expected[..^1])} or {expected[^1]}" : expected.FirstOrDefault();
        var came =
            error.EOF ? ", but it ends there"
            : error.Unexpected.HasValue ? $", not '{error.Unexpected.Value}'"
            : "";
        return $"expected {all ?? "something else"}{came}";
    }

    private static string Name(Expected<char> expected) =>
        expected.Label is { } label ? label
        : expected.IsEof ? "the end"
        : $"'{new string([.. expected.Tokens])}'";
}
