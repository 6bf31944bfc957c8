namespace FluxEntropy.Sessions;

/// <summary>What a range of steps served.</summary>
/// <param name="FromStep">First step.</param>
/// <param name="ToStep">Step after the last.</param>
/// <param name="Tokens">Tokens of each bin, counted by the bins that each step was planned with. [bins]</param>
/// <param name="Documents">Distinct documents that they came from.</param>
public sealed record ServedCounts(long FromStep, long ToStep, IReadOnlyList<long> Tokens, long Documents);
