using System.Globalization;
using System.Text;
using FluxEntropy.Sources;

namespace FluxEntropy.Benchmarks.Workload;

/// <summary>Documents for simulated devices: every text is different, and all have the same number of tokens.</summary>
public static class BenchDocuments
{
    /// <summary>Tokens of each: BOS, then one per four bytes.</summary>
    public const int Tokens = 180;

    private const int Bytes = (Tokens - 1) * 4;

    private static readonly string[] Words =
    [
        "energy",
        "of",
        "the",
        "river",
        "which",
        "carries",
        "a",
        "measured",
        "share",
        "between",
        "two",
        "walls",
        "and",
        "returns",
        "slowly",
    ];
    private static readonly Dictionary<string, string> NoMetadata = [];

    public static IEnumerable<SourceDocument> Of(int count) => Enumerable.Range(0, count).Select(At);

    public static SourceDocument At(int number)
    {
        var text = new StringBuilder(number.ToString(CultureInfo.InvariantCulture), Bytes + 16);
        for (var random = (uint)number; text.Length < Bytes; )
        {
            random = random * 1664525 + 1013904223; // the linear congruential generator of Numerical Recipes
            text.Append(' ').Append(Words[random / 65536 % Words.Length]);
        }
        return new SourceDocument(Id(number), text.ToString(0, Bytes), NoMetadata, "bench", number + 1);
    }

    public static string Id(int number) => $"bench/{number}";
}
