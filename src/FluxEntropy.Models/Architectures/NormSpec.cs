namespace FluxEntropy.Models.Architectures;

/// <summary>A normalisation of each state.</summary>
/// <param name="Name">What the names of its tensors begin with.</param>
/// <param name="Epsilon">Added to the mean square, or to the variance.</param>
internal abstract record NormSpec(string Name, double Epsilon)
{
    internal abstract IEnumerable<TensorSpec> Tensors(string prefix, int width);
}

/// <summary>x / √(mean x² + ε) · (weight + offset) (Zhang and Sennrich, arXiv 1910.07467).</summary>
/// <param name="Name">What the names of its tensors begin with.</param>
/// <param name="Epsilon">Added to the mean square.</param>
/// <param name="Offset">What files leave out of the scale: 1 for Gemma, whose weights are near 0.</param>
internal sealed record RmsNormSpec(string Name, double Epsilon, float Offset = 0) : NormSpec(Name, Epsilon)
{
    internal override IEnumerable<TensorSpec> Tensors(string prefix, int width) =>
        [new($"{prefix}{Name}.weight", [width], TensorRole.NormScale)];
}

/// <summary>(x − mean) / √(variance + ε) · weight + bias (Ba, Kiros and Hinton, arXiv 1607.06450).</summary>
internal sealed record LayerNormSpec(string Name, double Epsilon) : NormSpec(Name, Epsilon)
{
    internal override IEnumerable<TensorSpec> Tensors(string prefix, int width) =>
        [
            new($"{prefix}{Name}.weight", [width], TensorRole.NormScale),
            new($"{prefix}{Name}.bias", [width], TensorRole.NormShift),
        ];
}
