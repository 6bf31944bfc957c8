namespace FluxEntropy.Sessions;

/// <summary>A stretch of a document and the step that served it.</summary>
/// <param name="Step">The step.</param>
/// <param name="CurriculumVersion">The curriculum that it was planned under.</param>
/// <param name="Row">The stretch.</param>
public readonly record struct ServedRow(long Step, long CurriculumVersion, PlannedRow Row);
