namespace FluxEntropy.Models.Architectures;

/// <summary>What a tensor is in its layer; decides its initial numbers.</summary>
internal enum TensorRole
{
    Matrix,

    /// <summary>A matrix whose products are added to the residual stream.</summary>
    ResidualMatrix,
    Bias,
    NormScale,
    NormShift,
}

/// <summary>A tensor that a model has.</summary>
/// <param name="Name">Name in the file, as Hugging Face's classes write it.</param>
/// <param name="Shape">Row-major shape.</param>
/// <param name="Role">What it is in its layer.</param>
internal sealed record TensorSpec(string Name, long[] Shape, TensorRole Role)
{
    /// <summary>Numbers in the tensor.</summary>
    internal long Elements => Shape.Aggregate(1L, (product, dimension) => product * dimension);
}
