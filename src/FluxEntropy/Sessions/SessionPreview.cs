namespace FluxEntropy.Sessions;

/// <summary>Steps that are still to come, planned over the snapshot of now.</summary>
public sealed record SessionPreview
{
    /// <summary>The next step to be planned, and the first of the preview.</summary>
    public required long FromStep { get; init; }

    /// <summary>Bins of the widest step.</summary>
    public required int Bins { get; init; }

    /// <summary>Tokens of each bin of each step. [steps × bins]</summary>
    public required long[] Tokens { get; init; }

    /// <summary>Documents begun.</summary>
    public required long Documents { get; init; }

    /// <summary>Documents begun that were served before.</summary>
    public required long Repeated { get; init; }

    /// <summary>The first step that serves a document of the bin again, or null. [bins]</summary>
    public required long?[] DryAt { get; init; }

    /// <summary>Hash of the snapshot, or null while there is none.</summary>
    public required UInt128? Snapshot { get; init; }

    /// <summary>The step before which the run would stop at a dry bin, or null.</summary>
    public required long? StopsAt { get; init; }

    /// <summary>Adds up planned steps.</summary>
    /// <param name="planned">The steps, from <paramref name="fromStep"/> on.</param>
    /// <param name="fromStep">The next step to be planned.</param>
    /// <param name="steps">How many were wanted; fewer were planned where a bin ran dry.</param>
    /// <param name="snapshot">Hash of the snapshot, or null while there is none.</param>
    internal static SessionPreview Of(PlannedStep[] planned, long fromStep, long steps, UInt128? snapshot)
    {
        var bins = planned.Select(step => step.Weights.Length).DefaultIfEmpty().Max();
        var (tokens, dryAt) = (new long[planned.Length * bins], new long?[bins]);
        var (documents, repeated) = (0L, 0L);
        for (var i = 0; i < planned.Length; i++)
        {
            foreach (var row in planned[i].Rows)
            {
                tokens[i * bins + row.Bin] += row.Tokens;
                if (row.FromToken > 0)
                    continue;
                documents++;
                if (row.Pass == 0)
                    continue;
                repeated++;
                dryAt[row.Bin] ??= planned[i].Step;
            }
        }
        return new SessionPreview
        {
            FromStep = fromStep,
            Bins = bins,
            Tokens = tokens,
            Documents = documents,
            Repeated = repeated,
            DryAt = dryAt,
            Snapshot = snapshot,
            StopsAt = snapshot is not null && planned.Length < steps ? fromStep + planned.Length : null,
        };
    }
}
