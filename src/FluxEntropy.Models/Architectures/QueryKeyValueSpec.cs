namespace FluxEntropy.Models.Architectures;

/// <summary>The linear maps to queries, keys and values.</summary>
internal abstract record QueryKeyValueSpec
{
    /// <summary>Maps of the same input whose outputs, side by side, are queries, keys and values.</summary>
    internal abstract IReadOnlyList<LinearSpec> Parts { get; }
}

/// <summary>One map for all three.</summary>
/// <param name="All">The map.</param>
/// <param name="ByHead">
/// Whether its outputs are a head's query, key and value after the other's, in place of all queries, all keys, all values.
/// </param>
internal sealed record FusedQueryKeyValueSpec(LinearSpec All, bool ByHead = false) : QueryKeyValueSpec
{
    internal override IReadOnlyList<LinearSpec> Parts => [All];
}

/// <summary>A map for each.</summary>
internal sealed record SeparateQueryKeyValueSpec(LinearSpec Query, LinearSpec Key, LinearSpec Value) : QueryKeyValueSpec
{
    internal override IReadOnlyList<LinearSpec> Parts => [Query, Key, Value];
}
