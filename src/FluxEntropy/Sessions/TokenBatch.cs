namespace FluxEntropy.Sessions;

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

/// <summary>What a trainer reports of one step.</summary>
/// <param name="Step">The step trained on.</param>
/// <param name="Loss">Mean cross-entropy over all targets, in nats a token.</param>
/// <param name="BinLosses">Mean cross-entropy a bin in nats, with the number of targets it is the mean of; bins without a target are absent.</param>
/// <param name="TokenHash">XXH3-64 of the tokens trained on (little-endian int32), as <see cref="TokenHashes"/> computes it.</param>
public sealed record StepReport(long Step, double Loss, IReadOnlyList<BinLoss> BinLosses, ulong TokenHash);

/// <summary>Mean loss of one bin's targets in one step.</summary>
/// <param name="Bin">Bin index from the low end.</param>
/// <param name="Loss">Mean cross-entropy in nats a token.</param>
/// <param name="Targets">Targets of that bin in the step.</param>
public readonly record struct BinLoss(int Bin, double Loss, int Targets);

/// <summary>The hash by which planner and trainer agree on what was trained on.</summary>
public static class TokenHashes
{
    /// <summary>XXH3-64 over the tokens as little-endian int32.</summary>
    public static ulong Of(ReadOnlySpan<int> tokens) =>
        System.IO.Hashing.XxHash3.HashToUInt64(System.Runtime.InteropServices.MemoryMarshal.AsBytes(tokens));
}
