namespace FluxEntropy.Models.Shipped;

/// <summary>One step of the training, for who watches it.</summary>
/// <param name="Step">Steps done.</param>
/// <param name="Steps">Steps in all.</param>
/// <param name="Loss">The step's loss in nats a token.</param>
public readonly record struct ShippedModelProgress(long Step, long Steps, double Loss);
