namespace FluxEntropy.Sessions;

/// <summary>What becomes of a <see cref="CurriculumUpdate"/>.</summary>
/// <param name="Version">The version that it is in force as; the current one where it was refused.</param>
/// <param name="Requested">The step wished for, or the next one where none was.</param>
/// <param name="Effective">The step from which it holds.</param>
/// <param name="Refusal">Why nothing changes, or null.</param>
/// <param name="IsRepeat">Whether it had been accepted before, so that there is nothing to be done.</param>
public readonly record struct RetuneDecision(
    long Version,
    long Requested,
    long Effective,
    string? Refusal,
    bool IsRepeat = false
)
{
    /// <summary>Versions that were to hold from a later step on and now never will, oldest first; null for none.</summary>
    public IReadOnlyList<long>? Replaces { get; init; }
}
