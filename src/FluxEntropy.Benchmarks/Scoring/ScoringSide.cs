using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Models.Benchmarks;

namespace FluxEntropy.Benchmarks.Scoring;

/// <summary>Speed, and peak memory of the process, over all rounds.</summary>
public sealed record ScoringSide(Spread TokensPerSecond, long PeakBytes)
{
    public static ScoringSide Of(IReadOnlyList<ScoringMeasurement> measured) =>
        new(Spread.Of(measured.Select(part => part.TokensPerSecond)), measured.Max(part => part.PeakBytes));
}
