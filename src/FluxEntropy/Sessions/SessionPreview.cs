namespace FluxEntropy.Sessions;

/// <summary>
/// Steps that are still to come, planned over the snapshot of now. A long preview comes in parts: each has the tokens of its own steps, and
/// counts of all steps up to its end.
/// </summary>
public sealed record SessionPreview
{
    /// <summary>The first step of the part; of the first part, the next one to be planned.</summary>
    public required long FromStep { get; init; }

    /// <summary>Bins of the widest curriculum of all parts.</summary>
    public required int Bins { get; init; }

    /// <summary>Tokens of each bin of each step of the part. [steps × bins]</summary>
    public required long[] Tokens { get; init; }

    /// <summary>Documents begun up to the end of the part.</summary>
    public required long Documents { get; init; }

    /// <summary>Of these, documents that were served before.</summary>
    public required long Repeated { get; init; }

    /// <summary>The first step that serves a document of the bin again, or null. [bins]</summary>
    public required long?[] DryAt { get; init; }

    /// <summary>Hash of the snapshot, or null while there is none.</summary>
    public required UInt128? Snapshot { get; init; }

    /// <summary>The step before which the run would stop at a dry bin, or null.</summary>
    public required long? StopsAt { get; init; }
}
