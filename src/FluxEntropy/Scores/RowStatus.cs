namespace FluxEntropy.Scores;

/// <summary>What a score file says of a row.</summary>
public enum RowStatus : byte
{
    /// <summary>All metrics of the file are numbers.</summary>
    Scored,

    /// <summary>A metric has no value: the document has no position to measure it at, and no rank under it.</summary>
    Unranked,

    /// <summary>The model could not score it; a reason says why.</summary>
    Failed,
}
