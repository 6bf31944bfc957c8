using FluxEntropy.Sessions;

namespace FluxEntropy.TrainingRuns;

/// <summary>
/// What a training run does next. Every action but the last two is begun and not waited for; its outcome is told to the loop. Of those
/// that need the model, and those that prepare it, one is in progress at a time.
/// </summary>
public abstract record TrainerAction
{
    private TrainerAction() { }

    /// <summary>Read the plan that was published with the first start.</summary>
    public sealed record ReadPlan : TrainerAction;

    /// <summary>Find the newest checkpoint.</summary>
    public sealed record FindCheckpoint : TrainerAction;

    /// <summary>Make a model with its initial weights, in place of one that there may be.</summary>
    public sealed record Make(TrainingPlan Plan) : TrainerAction;

    /// <summary>Restore the model to a checkpoint.</summary>
    public sealed record Load(Checkpoint Checkpoint) : TrainerAction;

    /// <summary>Open a branch of the session that is served from a step on.</summary>
    /// <param name="Step">First step.</param>
    /// <param name="Replan">Whether it and those after it are planned anew.</param>
    public sealed record Open(long Step, bool Replan) : TrainerAction;

    /// <summary>Ask for a step of a branch.</summary>
    public sealed record Ask(int Branch, long Step) : TrainerAction;

    /// <summary>Train on a step.</summary>
    public sealed record Train(StepAnswer.HandedOut Step) : TrainerAction;

    /// <summary>Report a step that was trained.</summary>
    public sealed record Report(int Branch, StepAnswer.HandedOut Step, TrainedStep Trained) : TrainerAction;

    /// <summary>Measure the loss on documents held out, or else on a uniform sample, after so many steps.</summary>
    public sealed record Validate(TrainingPlan Plan, long Step) : TrainerAction;

    /// <summary>Save a checkpoint of the model after so many steps of a branch, with what was measured last.</summary>
    public sealed record Save(int Branch, long Step, Validation? Validation) : TrainerAction;

    /// <summary>Tell watchers that the status changed.</summary>
    /// <param name="Step">Steps that were reported.</param>
    /// <param name="IsEnd">Whether the run ended.</param>
    public sealed record Tell(long Step, bool IsEnd) : TrainerAction;

    /// <summary>Wait until something happens, at most until a time.</summary>
    public sealed record Wait(DateTimeOffset Until) : TrainerAction;

    /// <summary>End: the model is at rest, and nothing of it is unsaved that was to be saved.</summary>
    public sealed record End : TrainerAction;
}
