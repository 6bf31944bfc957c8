namespace FluxEntropy.Sessions;

/// <summary>How documents fill the rows of a session's steps. A session keeps the one that it was made with.</summary>
public enum RowPacking
{
    /// <summary>
    /// One packed stream: what a document has left when a step is full begins the next one. Sessions that were kept without a
    /// packing have this one.
    /// </summary>
    Carried = 1,

    /// <summary>
    /// The rest of a document competes like any other: at the end of each row the next stretch is drawn, and a rest is what its bin
    /// gives first when it is drawn again. New sessions have this one.
    /// </summary>
    Competing = 2,
}
