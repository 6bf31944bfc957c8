using FluxEntropy.Metrics;
using FluxEntropy.Models.Scoring.Heads;
using FluxEntropy.Scores;

namespace FluxEntropy.Models.Scoring;

/// <summary>A document while its windows are scored; windows write to disjoint positions, from any thread.</summary>
internal sealed class DocumentInProgress
{
    private readonly ScoringCall _call;
    private readonly int _index;
    private readonly int _bytes;
    private readonly int _scoredBytes;
    private int _windowsLeft;
    private int _firstBadPosition = int.MaxValue;

    /// <param name="call">The call that asked for it.</param>
    /// <param name="index">Its place in that call.</param>
    /// <param name="ids">Token ids as fed to the model.</param>
    /// <param name="bytes">UTF-8 length of the text.</param>
    /// <param name="scoredBytes">
    /// UTF-8 length of the part that the predicted tokens cover, shorter where the text was truncated or nothing predicts its first.
    /// </param>
    internal DocumentInProgress(ScoringCall call, int index, int[] ids, int bytes, int scoredBytes)
    {
        (_call, _index, Ids, _bytes, _scoredBytes) = (call, index, ids, bytes, scoredBytes);
        var predicting = Math.Max(0, ids.Length - 1);
        Statistics = new TokenStatistics
        {
            Entropy = new float[ids.Length],
            Varentropy = new float[ids.Length],
            Margin = new float[ids.Length],
            Top1 = new float[ids.Length],
            Surprisal = new float[predicting],
            Rank = new int[predicting],
            TopK = call.Detail.TopK > 0 ? new (int, float)[ids.Length][] : null,
        };
    }

    internal int[] Ids { get; }

    internal TokenStatistics Statistics { get; }

    internal int TopK => _call.Detail.TopK;

    /// <summary>Whether nobody waits for it any more.</summary>
    internal bool IsAbandoned => _call.IsOver;

    /// <summary>Says how many windows to wait for; a document without any is done at once.</summary>
    internal void Expect(int windows)
    {
        _windowsLeft = windows;
        if (windows == 0)
            _call.Finish(_index, Score());
    }

    /// <summary>Writes the statistics of one position.</summary>
    internal void Write(int position, in RowReduction row, (int Token, float LogProbability)[]? top)
    {
        if (!row.IsFinite)
        {
            for (var seen = _firstBadPosition; position < seen; seen = _firstBadPosition)
                Interlocked.CompareExchange(ref _firstBadPosition, position, seen);
            return;
        }

        Statistics.Entropy[position] = (float)row.Entropy;
        Statistics.Varentropy[position] = (float)row.Varentropy;
        Statistics.Margin[position] = (float)row.Margin;
        Statistics.Top1[position] = (float)row.Top1;
        if (position < Statistics.Surprisal.Length)
        {
            Statistics.Surprisal[position] = (float)row.Surprisal;
            Statistics.Rank[position] = row.Rank;
        }

        if (top is not null)
            Statistics.TopK![position] = top;
    }

    /// <summary>One window is done; the last one finishes the document.</summary>
    internal void EndWindow()
    {
        if (Interlocked.Decrement(ref _windowsLeft) == 0)
            _call.Finish(_index, Score());
    }

    internal void Fail(Exception error) => _call.Fail(error);

    /// <summary>Why there is nothing to measure; null where there is.</summary>
    private string? Unmeasured() =>
        Ids.Length == 0 ? "no tokens: the model is fed nothing"
        : Ids.Length == 1 && _call.Positions is ScoredPositions.Predicting
            ? "one token: nothing predicts it, and it predicts none"
        : null;

    private DocumentScore Score()
    {
        var failed = _firstBadPosition < int.MaxValue;
        return new DocumentScore
        {
            TokenIds = Ids,
            Bytes = _bytes,
            Metrics = failed
                ? _call.Metrics.NoValues()
                : _call.Metrics.Measure(Statistics, _scoredBytes, _call.Positions),
            Failure = failed ? $"logits are not finite at position {_firstBadPosition}" : Unmeasured(),
            PerToken = !failed && _call.Detail.PerToken ? Statistics : null,
        };
    }
}
