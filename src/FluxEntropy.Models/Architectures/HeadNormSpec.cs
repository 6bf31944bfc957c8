namespace FluxEntropy.Models.Architectures;

/// <summary>A normalisation of queries or keys.</summary>
/// <param name="Norm">The norm.</param>
/// <param name="AcrossHeads">Whether all heads are normalised together, in place of each by itself with the same scale.</param>
internal sealed record HeadNormSpec(NormSpec Norm, bool AcrossHeads = false)
{
    internal IEnumerable<TensorSpec> Tensors(string prefix, int headSize, int heads) =>
        Norm.Tensors(prefix, AcrossHeads ? headSize * heads : headSize);
}
