using FluxEntropy.Curricula;

namespace FluxEntropy.Sessions;

/// <summary>A request to put a curriculum in force.</summary>
/// <param name="ExpectedVersion">The version that the author believes to be the newest.</param>
/// <param name="FromStep">First step wished for, or null for as soon as possible.</param>
/// <param name="Curriculum">What is to hold.</param>
/// <param name="Author">Who asks.</param>
/// <param name="Reason">Why.</param>
/// <param name="Key">The author's name for the update, so that one that is repeated is answered as it was; empty for none.</param>
public sealed record CurriculumUpdate(
    long ExpectedVersion,
    long? FromStep,
    Curriculum Curriculum,
    string Author,
    string Reason,
    string Key = ""
);
