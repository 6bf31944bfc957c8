using FluxEntropy.Engines;

namespace FluxEntropy.Sessions;

/// <summary>A trainer reported its share of a step. The first report of (branch, step, consumer) counts.</summary>
/// <param name="Branch">Branch that was trained on.</param>
/// <param name="Report">What the trainer says.</param>
/// <param name="Consumer">Rank of the trainer among the branch's consumers, from 0.</param>
public sealed record StepReported(int Branch, StepReport Report, int Consumer = 0) : SessionLogEntry;
