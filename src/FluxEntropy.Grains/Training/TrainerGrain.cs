using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Lifecycle;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Grains.Training;

/// <inheritdoc cref="ITrainerGrain" />
/// <remarks>What a run does next is decided by a <see cref="TrainerLoop"/>, and done by <see cref="TrainerWork"/>.</remarks>
[KeepAlive, RunsOn(SiloRoles.Device)]
internal sealed class TrainerGrain(
    Catalog catalog,
    TrainerEngines engines,
    RunningWork running,
    LocalFileStore files,
    TrainingDevices devices,
    TimeProvider time,
    ILogger<TrainerGrain> logger
) : Grain, ITrainerGrain
{
    private Trainer _trainer = null!;

    private string SessionId => this.GetPrimaryKeyString();

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var sessionGrain = GrainFactory.Session(SessionId);
        var session = await sessionGrain.Status();
        var settings = await catalog.SessionAsync(SessionId) ?? throw new DeletedException($"session {SessionId}");
        var checkpoint = await new Checkpoints(files, SessionId).NewestAsync(sessionGrain.IsReplanned);
        var crashes = engines.Crashes(SessionId, TrainingAttempts.Progress(session.ReportedSteps, checkpoint));
        var status = TrainerStatus.Idle with
        {
            State =
                session.Stopped ? TrainerState.Stopped
                : checkpoint?.Step == settings.TotalSteps ? TrainerState.Finished
                : crashes >= TrainingAttempts.MaxCrashes ? TrainerState.Failed
                : TrainerState.Idle,
            Step = session.ReportedSteps,
            FirstLoss = session.FirstLoss,
            LastLoss = session.LastLoss,
            CheckpointStep = checkpoint?.Step,
            Validation = checkpoint?.Validation,
        };
        if (status.State == TrainerState.Failed)
            status = status with { Error = CrashProblem(settings.Name, crashes) };
        _trainer = new Trainer(settings.TotalSteps, status, () => engines.WorkOf(settings, TellAsync, logger), time);
    }

    public async Task<TrainerStatus> Start(TrainingPlan plan, bool replan)
    {
        await files.PublishAsync(DataLayout.TrainingPlan(SessionId), CheckedJson.Encode(plan));
        engines.AttemptsAt(SessionId).ForgetOthers(engines.Silo);
        Begin(replan);
        return _trainer.Status;
    }

    public Task Resume()
    {
        if (_trainer.Status.State == TrainerState.Idle && files.Exists(DataLayout.TrainingPlan(SessionId)))
            Begin(replan: false);
        return Task.CompletedTask;
    }

    public Task<TrainerStatus> Status() => Task.FromResult(_trainer.Status);

    public Task Suspend() => _trainer.StopAsync();

    public async Task<TrainerStatus> Stop()
    {
        await _trainer.StopAsync();
        if (_trainer.WasStarted)
            await GrainFactory.Session(SessionId).Stop();
        return _trainer.Status;
    }

    public Task<string?> DeviceProblem(string device) => Task.FromResult(devices.StartProblem(device));

    public async Task<string?> PlanProblem(TrainingPlan plan)
    {
        if (plan.Device is { Length: > 0 } device && devices.StartProblem(device) is { } problem)
            return $"device: {problem}";
        var settings = await catalog.SessionAsync(SessionId) ?? throw new DeletedException($"session {SessionId}");
        var isStarted = files.Exists(DataLayout.TrainingPlan(SessionId));
        var kept = isStarted ? await engines.PlanAsync(SessionId) : plan;
        if (await engines.MemoryProblemAsync(settings, kept) is not { } tooLarge)
            return null;
        return $"model: {tooLarge}"
            + (
                isStarted
                    ? " What a session trains is fixed by its first start: another model needs another session."
                    : ""
            );
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        await _trainer
            .StopAsync()
            .WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

    private static string CrashProblem(string session, int crashes) =>
        $"The process died {crashes} times in a row while it trained this session, each time before a step or a checkpoint that was new, "
        + "so the run is not resumed by itself. See what ended it (the server's log, the memory of its machine), then start it again: "
        + $"flux train {session}";

    private void Begin(bool replan)
    {
        if (_trainer.TryStart(replan))
            _ = UntilEndedAsync();
    }

    private async Task UntilEndedAsync()
    {
        running.Begun(this, this.AsReference<ITrainerGrain>().Suspend);
        try
        {
            await _trainer.Ended;
        }
        finally
        {
            running.Ended(this);
        }
    }

    private Task TellAsync(long step, bool isEnd) =>
        this.TellAsync(
            Notices.Session(SessionId),
            new SessionChanged(isEnd ? SessionChange.Ended : SessionChange.Trained, step)
        );
}
