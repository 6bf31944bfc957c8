namespace FluxEntropy.Models.Architectures;

/// <summary>How a token's position enters the model.</summary>
internal abstract record PositionSpec
{
    internal abstract IEnumerable<TensorSpec> Tensors(int context, int hidden);
}

/// <summary>
/// Queries and keys are turned by angles that grow with the position (Su et al., arXiv 2104.09864), in the split-half
/// layout.
/// </summary>
/// <param name="Theta">Base of the frequencies.</param>
/// <param name="Scaling">
/// How wavelengths are stretched for a context longer than in training; null where they are not.
/// </param>
internal sealed record RotaryPositionSpec(double Theta, Llama3RopeScaling? Scaling) : PositionSpec
{
    internal override IEnumerable<TensorSpec> Tensors(int context, int hidden) => [];
}

/// <summary>A learned vector of each position is added to the token's embedding.</summary>
/// <param name="Table">Name of the vectors. [context, hidden]</param>
internal sealed record LearnedPositionSpec(string Table) : PositionSpec
{
    internal override IEnumerable<TensorSpec> Tensors(int context, int hidden) =>
        [new(Table, [context, hidden], TensorRole.Matrix)];
}
