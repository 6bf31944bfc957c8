namespace FluxEntropy.Curricula;

/// <summary>A curriculum in a session's history: the entry of the highest version whose first step is reached is in force.</summary>
/// <param name="Version">From 1, without gaps.</param>
/// <param name="FromStep">First step that it holds for.</param>
/// <param name="Curriculum">What holds.</param>
/// <param name="Author">Who put it in force.</param>
/// <param name="Reason">Why.</param>
/// <param name="Time">When it was accepted.</param>
/// <param name="Key">The author's name for the update, so that one that is repeated is known again; empty for none.</param>
public sealed record CurriculumEntry(
    long Version,
    long FromStep,
    Curriculum Curriculum,
    string Author,
    string Reason,
    DateTimeOffset Time,
    string Key = ""
);
