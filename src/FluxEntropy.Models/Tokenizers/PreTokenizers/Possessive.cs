using System.Text.RegularExpressions;

namespace FluxEntropy.Models.Tokenizers.PreTokenizers;

/// <summary>Quantifiers that never give back what they took, such as <c>\p{L}++</c>: .NET has atomic groups for them.</summary>
internal static partial class Possessive
{
    internal static string Translate(string pattern) =>
        AtomPattern()
            .Replace(pattern, atom =>
                atom.Groups["greedy"] is { Success: true } greedy
                    ? $"(?>{atom.Groups["atom"].Value}{greedy.Value})"
                    : atom.Value
            );

    /// <summary>A class, an escape or a character, and its quantifier where that is possessive.</summary>
    [GeneratedRegex(
        @"(?<atom>\[\^?\]?(?:\\.|[^\]\\])*\]|\\[pP]\{[^}]*\}|\\.|[^()|\\\[\]{}*+?^$])(?:(?<greedy>[?*+])\+)?",
        RegexOptions.Singleline
    )]
    private static partial Regex AtomPattern();
}
