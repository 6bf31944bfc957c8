namespace FluxEntropy.Engines;

/// <summary>What the training of a model takes, in bytes, as estimated before anything of it is there.</summary>
/// <param name="Parameters">Parameters of the model.</param>
/// <param name="State">Its weights, their gradients, and what the optimizer keeps of each.</param>
/// <param name="Activations">What a forward pass keeps for the gradients, of as many rows as are computed at a time.</param>
public sealed record TrainingMemory(long Parameters, long State, long Activations)
{
    /// <summary>All of it.</summary>
    public long Bytes => State + Activations;
}
