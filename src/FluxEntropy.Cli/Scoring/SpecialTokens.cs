using System.CommandLine;

namespace FluxEntropy.Cli.Scoring;

/// <summary>What becomes of special tokens that are written out in a text.</summary>
internal static class SpecialTokens
{
    public static Option<bool> Parsed() =>
        new("--parse-special") { Description = "Special tokens written out in a text become those tokens" };
}
