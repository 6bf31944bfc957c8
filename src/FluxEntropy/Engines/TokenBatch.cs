namespace FluxEntropy.Engines;

/// <summary>One step's training data: rows of time + 1 tokens, so that inputs are [.., ..time] and targets [.., 1..].</summary>
public sealed record TokenBatch
{
    /// <summary>Step of the session's branch, from 0.</summary>
    public required long Step { get; init; }

    /// <summary>Token ids, row after row. [batch × (time + 1)]</summary>
    public required int[] Tokens { get; init; }

    /// <summary>Bin that each target came from, for losses per bin. [batch × time]</summary>
    public required byte[] Bins { get; init; }

    /// <summary>Rows in the batch.</summary>
    public required int Batch { get; init; }

    /// <summary>Predicted tokens of a row.</summary>
    public required int Time { get; init; }

    /// <summary>Some of its rows, as a batch of the same step.</summary>
    public TokenBatch Part(int firstRow, int rows) =>
        this with
        {
            Tokens = Tokens[(firstRow * (Time + 1))..((firstRow + rows) * (Time + 1))],
            Bins = Bins[(firstRow * Time)..((firstRow + rows) * Time)],
            Batch = rows,
        };
}
