using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Scores;

namespace FluxEntropy.Models.Scoring;

/// <summary>One call to the engine: results gather here, and the last one completes it.</summary>
internal sealed class ScoringCall(
    int documents,
    ScoringDetail detail,
    ScoredPositions positions,
    MetricCatalog metrics,
    CancellationToken cancellationToken
)
{
    private readonly TaskCompletionSource<IReadOnlyList<DocumentScore>> _completion = new(
        TaskCreationOptions.RunContinuationsAsynchronously
    );
    private readonly DocumentScore[] _scores = new DocumentScore[documents];
    private int _left = documents;

    internal ScoringDetail Detail => detail;

    internal ScoredPositions Positions => positions;

    internal MetricCatalog Metrics => metrics;

    internal Task<IReadOnlyList<DocumentScore>> Task => _completion.Task;

    /// <summary>Whether it was cancelled or failed, so that its windows need no scoring.</summary>
    internal bool IsOver => cancellationToken.IsCancellationRequested || _completion.Task.IsCompleted;

    internal void Finish(int index, DocumentScore score)
    {
        _scores[index] = score;
        if (Interlocked.Decrement(ref _left) == 0)
            _completion.TrySetResult(_scores);
    }

    internal void Fail(Exception error) => _completion.TrySetException(error);

    internal void Cancel() => _completion.TrySetCanceled(cancellationToken);
}
