namespace FluxEntropy.Sessions;

/// <summary>What becomes of an update.</summary>
/// <param name="Requested">The step wished for, or the next one where none was.</param>
/// <param name="Effective">The step from which it holds.</param>
/// <param name="Refusal">Why nothing changes, or null.</param>
/// <param name="Known">Version under which it was accepted before, or null where it is new.</param>
public readonly record struct RetuneDecision(long Requested, long Effective, string? Refusal, long? Known = null);
