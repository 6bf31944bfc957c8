namespace FluxEntropy.Metrics;

/// <summary>Which positions of a document an aggregate counts.</summary>
public enum ScoredPositions
{
    /// <summary>Positions whose next token exists (the default).</summary>
    Predicting,

    /// <summary>The predicting positions and the final distribution, as the original project counted.</summary>
    All,

    /// <summary>The final distribution alone.</summary>
    Last,
}
