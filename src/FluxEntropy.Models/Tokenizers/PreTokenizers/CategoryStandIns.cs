using System.Globalization;

namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>Characters below U+10000 that are matched in place of those beyond, one for each category.</summary>
internal static class CategoryStandIns
{
    private static readonly Dictionary<UnicodeCategory, char> ByCategory = Enumerable
        .Range(0x250, 0xFFFE - 0x250)
        .Select(unit => (char)unit)
        .GroupBy(char.GetUnicodeCategory)
        .ToDictionary(group => group.Key, group => group.First());

    internal static IEnumerable<char> All => ByCategory.Values;

    internal static char Of(UnicodeCategory category) => ByCategory[category];
}
