using FluxEntropy.Curricula;

namespace FluxEntropy.Grains.Contracts;

/// <summary>A curriculum of a session's history.</summary>
/// <param name="Entry">The curriculum.</param>
/// <param name="ReplacedBy">The version that keeps it from ever being in force, or null.</param>
[GenerateSerializer, Immutable, Alias("FluxEntropy.PastCurriculum")]
public sealed record PastCurriculum([property: Id(0)] CurriculumEntry Entry, [property: Id(1)] long? ReplacedBy);
