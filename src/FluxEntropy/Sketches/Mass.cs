namespace FluxEntropy.Sketches;

/// <summary>What ranks, quantiles and bins are measured in.</summary>
public enum Mass
{
    /// <summary>Each document weighs its tokens (the default).</summary>
    Tokens,

    /// <summary>Each document weighs one.</summary>
    Documents,
}
