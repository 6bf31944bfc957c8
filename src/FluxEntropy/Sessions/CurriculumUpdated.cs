using FluxEntropy.Curricula;

namespace FluxEntropy.Sessions;

/// <summary>A curriculum was put in force.</summary>
public sealed record CurriculumUpdated(CurriculumEntry Entry) : SessionLogEntry;
