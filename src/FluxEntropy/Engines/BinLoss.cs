namespace FluxEntropy.Engines;

/// <summary>Mean loss of one bin's targets in one step.</summary>
/// <param name="Bin">Bin index from the low end.</param>
/// <param name="Loss">Mean cross-entropy in nats a token.</param>
/// <param name="Targets">Targets of that bin in the step.</param>
public readonly record struct BinLoss(int Bin, double Loss, int Targets);
