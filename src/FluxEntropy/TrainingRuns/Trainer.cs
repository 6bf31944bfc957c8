namespace FluxEntropy.TrainingRuns;

/// <summary>
/// The trainer of one session in one activation of its grain: at most one run at a time. Where another activation, or a trainer outside,
/// opens the session as well, the session serves the newer one alone. Not thread-safe.
/// </summary>
/// <param name="totalSteps">Steps of the session.</param>
/// <param name="before">Where the session stands.</param>
/// <param name="work">Makes what does the work of one run.</param>
/// <param name="time">The clock.</param>
/// <param name="options">How long a run waits; null for the defaults.</param>
public sealed class Trainer(
    long totalSteps,
    TrainerStatus before,
    Func<ITrainerWork> work,
    TimeProvider time,
    TrainerOptions? options = null
)
{
    private TrainerRun? _run;

    /// <summary>Where the run stands that is in progress, or the last one.</summary>
    public TrainerStatus Status => _run?.Status ?? before;

    /// <summary>Whether a run was started here, whatever became of it.</summary>
    public bool WasStarted => _run is not null;

    /// <summary>Completes when the run in progress ended; completed where there is none.</summary>
    public Task Ended { get; private set; } = Task.CompletedTask;

    /// <summary>Starts a run, unless one is in progress or all steps are trained.</summary>
    /// <param name="replan">Whether to plan the steps behind the checkpoint anew.</param>
    public bool TryStart(bool replan)
    {
        if (!Ended.IsCompleted || Status.State == TrainerState.Finished)
            return false;
        _run = new TrainerRun(new TrainerLoop(totalSteps, Status, replan, options), work(), time);
        Ended = _run.RunAsync();
        return true;
    }

    /// <summary>Ends the run in progress after the step that is being trained, with a checkpoint.</summary>
    public Task StopAsync()
    {
        _run?.Stop();
        return Ended;
    }
}
