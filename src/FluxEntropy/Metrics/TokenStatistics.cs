namespace FluxEntropy.Metrics;

/// <summary>
/// Statistics of the distributions that a model assigned while reading t_1…t_n: index i is the distribution after
/// t_1…t_{i+1}, in nats. The true-token arrays have one entry fewer, because nothing follows the last token.
/// </summary>
public sealed class TokenStatistics
{
    /// <summary>H = −Σ p ln p. [tokens]</summary>
    public required float[] Entropy { get; init; }

    /// <summary>V = Σ p (ln p + H)². [tokens]</summary>
    public required float[] Varentropy { get; init; }

    /// <summary>p₁ − p₂ of the two likeliest tokens. [tokens]</summary>
    public required float[] Margin { get; init; }

    /// <summary>p₁ of the likeliest token. [tokens]</summary>
    public required float[] Top1 { get; init; }

    /// <summary>−ln p(t_{i+2} | t_1…t_{i+1}). [tokens − 1]</summary>
    public required float[] Surprisal { get; init; }

    /// <summary>Rank of the true token, from 1. [tokens − 1]</summary>
    public required int[] Rank { get; init; }

    /// <summary>The K likeliest tokens of each position and their ln p, likeliest first; null unless asked for. [tokens][K]</summary>
    public (int Token, float LogProbability)[][]? TopK { get; init; }
}
