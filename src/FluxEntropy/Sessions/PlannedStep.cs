namespace FluxEntropy.Sessions;

/// <summary>A stretch of a document's tokens in a step.</summary>
/// <param name="Shard">Shard of the document.</param>
/// <param name="Row">Row of the document.</param>
/// <param name="FromToken">First token taken; above 0 where a document goes on from the step before.</param>
/// <param name="Tokens">Tokens taken, at least 1.</param>
/// <param name="Bin">Bin that the document was drawn from.</param>
/// <param name="Pass">How often the document had been served before, in earlier passes.</param>
public readonly record struct PlannedRow(int Shard, int Row, int FromToken, int Tokens, int Bin, int Pass);

/// <summary>A global batch as it was planned: what the log holds, and all that a replay needs to compare.</summary>
public sealed record PlannedStep
{
    /// <summary>Step from 0.</summary>
    public required long Step { get; init; }

    /// <summary>The one curriculum version that the whole batch was planned under.</summary>
    public required long CurriculumVersion { get; init; }

    /// <summary>Hash of the snapshot that was planned over.</summary>
    public required UInt128 SnapshotHash { get; init; }

    /// <summary>By which bins were drawn: shares of documents, as integers that sum to 2^32. [bins]</summary>
    public required long[] Weights { get; init; }

    /// <summary>What was taken, in the order of the packed stream; the tokens sum to batch × (time + 1).</summary>
    public required PlannedRow[] Rows { get; init; }

    /// <summary>Tokens of the last row's document that are left for the next step.</summary>
    public required int Remainder { get; init; }

    /// <inheritdoc/>
    public bool Equals(PlannedStep? other) =>
        other is not null
        && (Step, CurriculumVersion, SnapshotHash, Remainder)
            == (other.Step, other.CurriculumVersion, other.SnapshotHash, other.Remainder)
        && Weights.AsSpan().SequenceEqual(other.Weights)
        && Rows.AsSpan().SequenceEqual(other.Rows);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Step, CurriculumVersion, SnapshotHash, Rows.Length);
}
