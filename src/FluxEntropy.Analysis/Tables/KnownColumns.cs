namespace FluxEntropy.Analysis.Tables;

/// <summary>
/// What this project, the original one and other people call the same column; of several that a table has, the first
/// counts.
/// </summary>
internal static class KnownColumns
{
    public static readonly string[] Text = ["text", "Text", "ctx", "prompt"];
    public static readonly string[] Outcome =
    [
        "correct",
        "Correctly Answered",
        "correctly_answered",
        "is_correct",
        "acc",
    ];
    public static readonly string[] Entropy = ["entropy.mean", "entropy", "characteristic_value"];
    public static readonly string[] Tokens = ["tokens", "tokenCount", "token_count"];
}
