namespace FluxEntropy.Engines;

/// <summary>What a trainer reports of one step.</summary>
/// <param name="Step">The step trained on.</param>
/// <param name="Loss">Mean cross-entropy over all targets, in nats a token.</param>
/// <param name="BinLosses">Mean cross-entropy a bin in nats, with the number of targets it is the mean of; bins
/// without a target are absent.</param>
/// <param name="TokenHash">XXH3-64 of the tokens trained on (little-endian int32), as <see cref="TokenHashes"/> computes it.</param>
public sealed record StepReport(long Step, double Loss, IReadOnlyList<BinLoss> BinLosses, ulong TokenHash);
