namespace FluxEntropy.Curricula;

/// <summary>What happens when the bin that was drawn has no documents left.</summary>
public enum DryBinPolicy
{
    /// <summary>Its documents are served again, in a new order.</summary>
    Repeat,

    /// <summary>
    /// The nearest bin that has documents left is used, the lower one of two. Once no bin has any, all of them start
    /// over.
    /// </summary>
    Neighbour,

    /// <summary>The run stops until the curriculum is replaced by one that can go on.</summary>
    Stop,
}
