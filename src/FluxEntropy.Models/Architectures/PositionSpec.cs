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
/// <param name="Share">The share of a head's numbers that is turned: its first ones. The default value is all.</param>
internal sealed record RotaryPositionSpec(double Theta, RopeScaling? Scaling, double Share = 1) : PositionSpec
{
    internal override IEnumerable<TensorSpec> Tensors(int context, int hidden) => [];

    /// <summary>How many numbers of a head are turned.</summary>
    internal int Turned(int headSize) => (int)(headSize * Share);
}

/// <summary>Not at all: attention's mask alone says what came before.</summary>
internal sealed record NoPositionSpec : PositionSpec
{
    internal override IEnumerable<TensorSpec> Tensors(int context, int hidden) => [];
}

/// <summary>A learned vector of each position is added to the token's embedding.</summary>
/// <param name="Table">Name of the vectors. [offset + context, hidden]</param>
/// <param name="Offset">The row of position 0: OPT keeps two before it for padding. The default value is 0.</param>
internal sealed record LearnedPositionSpec(string Table, int Offset = 0) : PositionSpec
{
    internal override IEnumerable<TensorSpec> Tensors(int context, int hidden) =>
        [new(Table, [Offset + context, hidden], TensorRole.Matrix)];
}
