using FluxEntropy.Scores;

namespace FluxEntropy.Engines;

/// <summary>What a caller wants beside the aggregated metrics.</summary>
/// <param name="PerToken">Return <see cref="DocumentScore.PerToken"/>.</param>
/// <param name="TopK">Return this many largest log-probabilities of each position; needs <paramref name="PerToken"/>.</param>
public readonly record struct ScoringDetail(bool PerToken = false, int TopK = 0);
