namespace FluxEntropy.Models.Architectures;

/// <summary>Where a model's weights come from.</summary>
internal interface IWeightSource
{
    /// <summary>The model that the weights are of.</summary>
    TransformerSpec Spec { get; }

    /// <summary>Reads numbers of a tensor as float32.</summary>
    /// <param name="name">A name of <see cref="TransformerSpec.Tensors"/>.</param>
    /// <param name="destination">Receives the numbers, row-major.</param>
    /// <param name="first">The first of them, counted in the tensor. The default value is 0.</param>
    void Read(string name, Span<float> destination, long first = 0);
}
