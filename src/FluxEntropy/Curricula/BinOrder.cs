namespace FluxEntropy.Curricula;

/// <summary>The order in which a bin's documents are served.</summary>
public enum BinOrder
{
    /// <summary>A seeded shuffle without replacement: no trend within the bin.</summary>
    Shuffled,

    /// <summary>From the lowest value of the metric.</summary>
    Ascending,

    /// <summary>From the highest value of the metric.</summary>
    Descending,
}
