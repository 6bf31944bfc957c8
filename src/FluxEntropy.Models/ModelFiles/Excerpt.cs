using System.Text;

namespace FluxEntropy.Models.ModelFiles;

/// <summary>What a file holds, fit for an error message: short, and on one line whatever it is.</summary>
internal static class Excerpt
{
    private const int Longest = 80;

    internal static string Of(string text)
    {
        var shown = new StringBuilder();
        foreach (var rune in text.EnumerateRunes())
        {
            if (shown.Length >= Longest)
                return shown.Append('…').ToString();
            if (Rune.IsControl(rune) || rune.Value is 0x2028 or 0x2029)
                shown.Append($"\\u{rune.Value:x4}");
            else
                shown.Append(rune);
        }

        return shown.ToString();
    }

    /// <summary>Numbers in brackets, such as a shape.</summary>
    internal static string Of(IReadOnlyCollection<long> numbers) => Of($"[{string.Join(", ", numbers.Take(Longest))}]");
}
