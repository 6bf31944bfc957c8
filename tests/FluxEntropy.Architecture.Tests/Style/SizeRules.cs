using System.Globalization;

namespace FluxEntropy.Architecture.Tests.Style;

/// <summary>How long lines and files may be.</summary>
internal static class SizeRules
{
    public const int Columns = 140;
    public const int Lines = 300;
    public const int MedianCharacters = 1900;

    /// <summary>Numbers of the lines that are too long, from 1.</summary>
    public static IReadOnlyList<int> WideLines(string text) =>
        [
            .. text.Split('\n')
                .Select((line, index) => (Width: new StringInfo(line).LengthInTextElements, Number: index + 1))
                .Where(line => line.Width > Columns)
                .Select(line => line.Number),
        ];

    public static bool IsTooLong(string text) => text.AsSpan().TrimEnd('\n').Count('\n') + 1 > Lines;

    /// <summary>The middle size; of an even number of files the larger of the two in the middle.</summary>
    public static int Median(IEnumerable<int> sizes) =>
        sizes.Order().ToArray() is { Length: > 0 } sorted ? sorted[sorted.Length / 2] : 0;
}
