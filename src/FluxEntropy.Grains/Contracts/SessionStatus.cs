using FluxEntropy.Curricula;

namespace FluxEntropy.Grains.Contracts;

/// <summary>Where a session stands.</summary>
/// <param name="NextStep">The next step to be planned.</param>
/// <param name="ReportedSteps">The step after the last one reported.</param>
/// <param name="Branch">The branch in force; 0 before a trainer began.</param>
/// <param name="Ended">Whether every step was reported, or a person stopped the run.</param>
/// <param name="Stopped">Whether a person stopped the run.</param>
/// <param name="Curriculum">The newest curriculum.</param>
/// <param name="Weights">Weights of the bins at the next step. [bins]</param>
/// <param name="Snapshot">Hash of the snapshot that is planned over, or null while there is none.</param>
/// <param name="SnapshotDocuments">Documents of that snapshot.</param>
/// <param name="FirstLoss">Loss of step 0, in nats a token.</param>
/// <param name="LastLoss">Loss of the step reported last, in nats a token.</param>
/// <param name="SmoothedLoss">
/// Exponential moving average of the losses reported, in nats a token (<see cref="FluxEntropy.Sessions.LossAverage"/>).
/// </param>
/// <param name="Run">Name of the external run whose branch is in force; empty where the trainer inside began it, or nobody.</param>
[GenerateSerializer, Immutable, Alias("FluxEntropy.SessionStatus")]
public sealed record SessionStatus(
    [property: Id(0)] long NextStep,
    [property: Id(1)] long ReportedSteps,
    [property: Id(2)] int Branch,
    [property: Id(3)] bool Ended,
    [property: Id(4)] bool Stopped,
    [property: Id(5)] CurriculumEntry Curriculum,
    [property: Id(6)] double[] Weights,
    [property: Id(7)] UInt128? Snapshot,
    [property: Id(8)] long SnapshotDocuments,
    [property: Id(9)] double? FirstLoss,
    [property: Id(10)] double? LastLoss,
    [property: Id(11)] string Run = "",
    [property: Id(12)] double? SmoothedLoss = null
);
