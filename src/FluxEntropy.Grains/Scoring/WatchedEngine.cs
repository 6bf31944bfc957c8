using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Grains.Scoring;

/// <summary>An engine whose failures, and their end, are noted.</summary>
internal sealed class WatchedEngine(IScoringEngine engine, string device, DeviceFaults faults) : IScoringEngine
{
    public ScoringProfile Profile => engine.Profile;

    public MetricCatalog Metrics => engine.Metrics;

    public async Task<IReadOnlyList<DocumentScore>> ScoreAsync(
        IReadOnlyList<string> texts,
        ScoringDetail detail,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var scores = await engine.ScoreAsync(texts, detail, cancellationToken);
            faults.Worked(device, Profile.Hash);
            return scores;
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            faults.Failed(device, Profile.Hash, failure);
            throw;
        }
    }

    public ValueTask DisposeAsync() => engine.DisposeAsync();
}
