using System.Text.RegularExpressions;
using Grpc.Core;

namespace FluxEntropy.Server.Services;

/// <summary>Refusals that name the field, what was expected, and what came.</summary>
internal static partial class Invalid
{
    private const int MaxNames = 10;

    public static RpcException Argument(string field, string problem) =>
        new(new Status(StatusCode.InvalidArgument, $"{field}: {problem}"));

    public static RpcException Precondition(string problem) => new(new Status(StatusCode.FailedPrecondition, problem));

    public static RpcException NotFound(string problem) => new(new Status(StatusCode.NotFound, problem));

    /// <summary>A name that people choose: 1 to 64 of a–z, 0–9, '-', '_' and '.', beginning with a letter or digit.</summary>
    public static string Name(string field, string value) =>
        NamePattern().IsMatch(value)
            ? value
            : throw Argument(
                field,
                value.Length == 0
                    ? "is required."
                    : $"'{Shorten(value)}' is not a name: use 1 to 64 of a-z, 0-9, '-', '_' and '.', beginning with a letter or digit."
            );

    public static T Range<T>(string field, T value, T min, T max)
        where T : IComparable<T> =>
        value.CompareTo(min) >= 0 && value.CompareTo(max) <= 0
            ? value
            : throw Argument(field, $"{value} is outside {min} to {max}.");

    /// <summary>A finite number of a range; NaN is refused too.</summary>
    public static double Fraction(string field, double value, double max = 1) =>
        value >= 0 && value <= max ? value : throw Argument(field, $"{value} is outside 0 to {max}.");

    /// <summary>Names in a message: ten of them at most.</summary>
    public static string Some(IEnumerable<string> names)
    {
        var all = names.ToList();
        return string.Join(", ", all.Take(MaxNames))
            + (all.Count > MaxNames ? $" and {all.Count - MaxNames} more" : "");
    }

    /// <summary>At most so many characters of a text, and an ellipsis where there are more.</summary>
    public static string Cut(string text, int max) =>
        text.Length <= max ? text : $"{text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)]}…";

    public static string Shorten(string value) => value.Length <= 80 ? value : value[..77] + "...";

    [GeneratedRegex("^[a-z0-9][a-z0-9._-]{0,63}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex NamePattern();
}
