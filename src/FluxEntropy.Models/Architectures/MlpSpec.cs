namespace FluxEntropy.Models.Architectures;

/// <summary>The MLP of a layer.</summary>
/// <param name="Up">From normalised states to the MLP's width.</param>
/// <param name="Down">Back to the residual stream.</param>
internal abstract record MlpSpec(LinearSpec Up, LinearSpec Down)
{
    internal int Width => Up.Outputs;

    internal abstract IEnumerable<TensorSpec> Tensors(string prefix);
}

/// <summary>down(silu(gate(x)) · up(x)): SwiGLU (Shazeer, arXiv 2002.05202).</summary>
internal sealed record SwiGluMlpSpec(LinearSpec Gate, LinearSpec Up, LinearSpec Down) : MlpSpec(Up, Down)
{
    internal override IEnumerable<TensorSpec> Tensors(string prefix) =>
        [
            .. Gate.Tensors(prefix, TensorRole.Matrix),
            .. Up.Tensors(prefix, TensorRole.Matrix),
            .. Down.Tensors(prefix, TensorRole.ResidualMatrix),
        ];
}

/// <summary>down(gelu(up(x))), with GELU in its tanh form.</summary>
internal sealed record GeluMlpSpec(LinearSpec Up, LinearSpec Down) : MlpSpec(Up, Down)
{
    internal override IEnumerable<TensorSpec> Tensors(string prefix) =>
        [.. Up.Tensors(prefix, TensorRole.Matrix), .. Down.Tensors(prefix, TensorRole.ResidualMatrix)];
}
