namespace FluxEntropy.Analysis.Texts;

/// <summary>The tokens of a text as a heat map shows them.</summary>
internal static class HeatTokens
{
    /// <summary>
    /// Text and surprisal of each token. Tokens that share a character each cover all of it: they are one here, whose
    /// surprisal is the sum of theirs.
    /// </summary>
    public static IReadOnlyList<(string Text, double Surprisal)> Of(ScoredText text)
    {
        var tokens = new List<(string Text, double Surprisal)>();
        for (var i = 0; i < text.Tokens.Count; i++)
        {
            var isShared = i > 0 && text.Starts[i] == text.Starts[i - 1] && text.Tokens[i] == text.Tokens[i - 1];
            if (isShared)
                tokens[^1] = (tokens[^1].Text, tokens[^1].Surprisal + text.Surprisal[i]);
            else
                tokens.Add((text.Tokens[i], text.Surprisal[i]));
        }
        return tokens;
    }
}
