using FluxEntropy.Benchmarks.Figures;

namespace FluxEntropy.Benchmarks.Training;

/// <summary>A server that feeds a consumer whose computing is simulated by waiting.</summary>
/// <param name="Documents">Scored documents of the corpus.</param>
/// <param name="StepTokens">Tokens of a step, as uint16.</param>
/// <param name="WantedTokensPerSecond">Speed of the consumer.</param>
/// <param name="TokensPerSecond">What it was fed.</param>
/// <param name="StarvedShare">Share of the time in which it had nothing to compute.</param>
/// <param name="UnlimitedTokensPerSecond">What it is fed if it computes nothing.</param>
public sealed record FeedFigures(
    int Documents,
    int StepTokens,
    double WantedTokensPerSecond,
    Spread TokensPerSecond,
    Spread StarvedShare,
    Spread UnlimitedTokensPerSecond
);
