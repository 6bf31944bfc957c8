namespace FluxEntropy.Analysis.Texts;

/// <summary>A text under one model, token by token.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Tokens">The text of each token. [tokens]</param>
/// <param name="Starts">Where each begins in the text. [tokens]</param>
/// <param name="Entropy">Of the distribution after each token, in nats. [tokens]</param>
/// <param name="Varentropy">Of the distribution after each token, in nats². [tokens]</param>
/// <param name="Surprisal">Of each token under the one before, in nats; NaN for the first. [tokens]</param>
/// <param name="Metrics">Metrics of the whole text.</param>
public sealed record ScoredText(
    string Model,
    IReadOnlyList<string> Tokens,
    IReadOnlyList<int> Starts,
    double[] Entropy,
    double[] Varentropy,
    double[] Surprisal,
    IReadOnlyDictionary<string, double> Metrics
);
