using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Engines;

/// <summary>A model on a device that scores documents; everything else about models and devices stays behind it.</summary>
public interface IScoringEngine : IAsyncDisposable
{
    /// <summary>What the scores of this engine are scores of.</summary>
    ScoringProfile Profile { get; }

    /// <summary>The metrics that it measures: <see cref="DocumentScore.Metrics"/> has a value for each of its columns.</summary>
    MetricCatalog Metrics { get; }

    /// <summary>
    /// Scores documents. Result i belongs to text i, whatever order and batches the engine chose.
    /// A document that cannot be scored comes back with <see cref="DocumentScore.Failure"/>; its neighbours are unaffected.
    /// Several calls may be in flight; the work of a call never blocks the caller's thread.
    /// </summary>
    /// <exception cref="OperationCanceledException">The call was cancelled; no result is returned.</exception>
    Task<IReadOnlyList<DocumentScore>> ScoreAsync(
        IReadOnlyList<string> texts,
        ScoringDetail detail = default,
        CancellationToken cancellationToken = default
    );
}
