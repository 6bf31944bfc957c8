namespace FluxEntropy.Models.Architectures;

/// <summary>The MLP of a layer.</summary>
/// <param name="Up">From normalised states to the MLP's width.</param>
/// <param name="Down">Back to the residual stream.</param>
internal abstract record MlpSpec(LinearSpec Up, LinearSpec Down)
{
    internal int Width => Up.Outputs;

    internal abstract IEnumerable<TensorSpec> Tensors(string prefix);
}

/// <summary>down(activation(gate(x)) · up(x)): SwiGLU, GeGLU and their like (Shazeer, arXiv 2002.05202).</summary>
internal sealed record GatedMlpSpec(LinearSpec Gate, LinearSpec Up, LinearSpec Down, Activation Activation)
    : MlpSpec(Up, Down)
{
    internal override IEnumerable<TensorSpec> Tensors(string prefix) =>
        [
            .. Gate.Tensors(prefix, TensorRole.Matrix),
            .. Up.Tensors(prefix, TensorRole.Matrix),
            .. Down.Tensors(prefix, TensorRole.ResidualMatrix),
        ];
}

/// <summary>A gated MLP whose gate and up projection are one matrix, the gate's outputs first.</summary>
/// <param name="GateAndUp">Both. [2 × width outputs]</param>
/// <param name="Up">The second half of it, which has no tensor of its own.</param>
/// <param name="Down">Back to the residual stream.</param>
/// <param name="Activation">What the gate passes through.</param>
internal sealed record FusedGatedMlpSpec(LinearSpec GateAndUp, LinearSpec Up, LinearSpec Down, Activation Activation)
    : MlpSpec(Up, Down)
{
    internal override IEnumerable<TensorSpec> Tensors(string prefix) =>
        [.. GateAndUp.Tensors(prefix, TensorRole.Matrix), .. Down.Tensors(prefix, TensorRole.ResidualMatrix)];
}

/// <summary>down(activation(up(x)))</summary>
internal sealed record PlainMlpSpec(LinearSpec Up, LinearSpec Down, Activation Activation) : MlpSpec(Up, Down)
{
    internal override IEnumerable<TensorSpec> Tensors(string prefix) =>
        [.. Up.Tensors(prefix, TensorRole.Matrix), .. Down.Tensors(prefix, TensorRole.ResidualMatrix)];
}
