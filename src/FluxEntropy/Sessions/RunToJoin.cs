using FluxEntropy.Curricula;

namespace FluxEntropy.Sessions;

/// <summary>What a trainer outside wants to take its share of.</summary>
/// <param name="Run">Name of the run, new at each start or resume of it.</param>
/// <param name="Consumers">Trainers of the run, at least 1.</param>
/// <param name="Step">First step wanted.</param>
/// <param name="Replan">Where the run is new: plan that step and those after it again.</param>
/// <param name="Parent">Branch that the trainer's checkpoint was made on; 0 where that is not known.</param>
/// <param name="Curriculum">Where the run is new: what holds from the step on, in place of all that was set for later; null: what is in
/// force. The steps from there on are planned again.</param>
/// <param name="Branch">For a trainer that comes back: the branch that it was given; 0 for any other.</param>
public sealed record RunToJoin(
    string Run,
    int Consumers,
    long Step,
    bool Replan = false,
    int Parent = 0,
    Curriculum? Curriculum = null,
    int Branch = 0
);
