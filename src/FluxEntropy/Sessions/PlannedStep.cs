namespace FluxEntropy.Sessions;

/// <summary>A global batch as it was planned: what the log holds, and all that a replay needs to compare.</summary>
public sealed record PlannedStep
{
    /// <summary>Step from 0.</summary>
    public required long Step { get; init; }

    /// <summary>The one curriculum version that the whole batch was planned under.</summary>
    public required long CurriculumVersion { get; init; }

    /// <summary>Hash of the snapshot that was planned over.</summary>
    public required UInt128 SnapshotHash { get; init; }

    /// <summary>
    /// By which bins were drawn, as integers that sum to 2^32: shares of what bins are equal in, or of documents where rests are
    /// carried (<see cref="RowPacking.Carried"/>). [bins]
    /// </summary>
    public required long[] Weights { get; init; }

    /// <summary>What was taken, in the order of the packed stream; the tokens sum to batch × (time + 1).</summary>
    public required PlannedRow[] Rows { get; init; }

    /// <summary>Tokens of the last row's document that begin the next step; 0 where rests compete.</summary>
    public required int Remainder { get; init; }

    /// <summary>Documents that have tokens left behind the step, where rests compete; else empty.</summary>
    public OpenDocument[] Open { get; init; } = [];

    /// <inheritdoc/>
    public bool Equals(PlannedStep? other) =>
        other is not null
        && (Step, CurriculumVersion, SnapshotHash, Remainder)
            == (other.Step, other.CurriculumVersion, other.SnapshotHash, other.Remainder)
        && Weights.AsSpan().SequenceEqual(other.Weights)
        && Rows.AsSpan().SequenceEqual(other.Rows)
        && Open.AsSpan().SequenceEqual(other.Open);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Step, CurriculumVersion, SnapshotHash, Rows.Length);
}
