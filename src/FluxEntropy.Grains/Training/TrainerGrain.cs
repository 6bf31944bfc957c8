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
        var status = TrainerStatus.Idle with
        {
            State =
                session.Stopped ? TrainerState.Stopped
                : checkpoint?.Step == settings.TotalSteps ? TrainerState.Finished
                : TrainerState.Idle,
            Step = session.ReportedSteps,
            FirstLoss = session.FirstLoss,
            LastLoss = session.LastLoss,
            CheckpointStep = checkpoint?.Step,
            Validation = checkpoint?.Validation,
        };
        _trainer = new Trainer(settings.TotalSteps, status, () => engines.WorkOf(settings, TellAsync, logger), time);
    }

    public async Task<TrainerStatus> Start(TrainingPlan plan, bool replan)
    {
        await files.PublishAsync(DataLayout.TrainingPlan(SessionId), CheckedJson.Encode(plan));
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

    public Task<string?> DeviceProblem(string device) => Task.FromResult(devices.Problem(device));

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        await _trainer
            .StopAsync()
            .WaitAsync(cancellationToken)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

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
