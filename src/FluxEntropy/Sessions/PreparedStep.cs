using FluxEntropy.Curricula;
using FluxEntropy.Engines;

namespace FluxEntropy.Sessions;

/// <summary>The next step, planned and read ahead, with what it was planned under.</summary>
internal sealed record PreparedStep(PlannedStep Step, CurriculumEntry Entry, double[]? Adapted, Task<TokenBatch> Batch);
