namespace FluxEntropy.Models.Architectures;

/// <summary>Which way round a file has a matrix.</summary>
internal enum MatrixOrder
{
    /// <summary>[outputs, inputs], as PyTorch's Linear keeps it.</summary>
    OutputsByInputs,

    /// <summary>[inputs, outputs], as GPT-2's Conv1D keeps it.</summary>
    InputsByOutputs,
}

/// <summary>A linear map of each state.</summary>
/// <param name="Name">What the names of its tensors begin with.</param>
/// <param name="Inputs">Numbers of a state that goes in.</param>
/// <param name="Outputs">Numbers of a state that comes out.</param>
/// <param name="HasBias">Whether a bias is added.</param>
/// <param name="Order">Which way round files have its matrix.</param>
internal sealed record LinearSpec(
    string Name,
    int Inputs,
    int Outputs,
    bool HasBias,
    MatrixOrder Order = MatrixOrder.OutputsByInputs
)
{
    /// <param name="prefix">What stands before the name.</param>
    /// <param name="role">The matrix's.</param>
    internal IEnumerable<TensorSpec> Tensors(string prefix, TensorRole role)
    {
        long[] shape = Order is MatrixOrder.OutputsByInputs ? [Outputs, Inputs] : [Inputs, Outputs];
        yield return new($"{prefix}{Name}.weight", shape, role);
        if (HasBias)
            yield return new($"{prefix}{Name}.bias", [Outputs], TensorRole.Bias);
    }
}
