namespace FluxEntropy.Curricula;

/// <summary>
/// A curriculum in a session's history. The highest version whose first step has been reached is in force.
/// </summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="FromStep">First step that it applies to.</param>
/// <param name="Curriculum">The curriculum.</param>
/// <param name="Author">Who put it in force.</param>
/// <param name="Reason">Why.</param>
/// <param name="Time">When it was accepted.</param>
/// <param name="Key">Idempotency key of the update, by which a repeated one is recognised; empty for none.</param>
public sealed record CurriculumEntry(
    long Version,
    long FromStep,
    Curriculum Curriculum,
    string Author,
    string Reason,
    DateTimeOffset Time,
    string Key = ""
);
