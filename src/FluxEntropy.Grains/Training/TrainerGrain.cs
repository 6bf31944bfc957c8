using FluxEntropy.Engines;
using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Grains.Lifecycle;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Grains.Tokens;
using FluxEntropy.Sessions;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Grains.Training;

/// <inheritdoc cref="ITrainerGrain" />
[KeepAlive, RunsOn(SiloRoles.Device)]
internal sealed partial class TrainerGrain(
    Catalog catalog,
    IEngineFactory engines,
    RunningWork local,
    LocalFileStore files,
    TokenFiles tokens,
    TimeProvider time,
    ILogger<TrainerGrain> logger
) : Grain, ITrainerGrain
{
    private static readonly TimeSpan WaitForDocuments = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan WaitForOthers = TimeSpan.FromSeconds(2);
    private static readonly TrainerStatus Idle = new(TrainerState.Idle, 0, null, null, [], [], [], null, 0, 0, null);

    private CancellationTokenSource _stopping = new();
    private TrainerStatus _status = Idle;
    private TokenBatch? _validation; // read when it is first needed
    private bool _replan; // at the next opening of the session
    private Task? _run;

    private string SessionId => this.GetPrimaryKeyString();

    private ISessionGrain Session => GrainFactory.Session(SessionId);

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var session = await Session.Status();
        var checkpoint = await new Checkpoints(files, SessionId).NewestAsync();
        var isFinished = checkpoint?.Step == (await catalog.SessionAsync(SessionId)).TotalSteps;
        _status = Idle with
        {
            State =
                session.Stopped ? TrainerState.Stopped
                : isFinished ? TrainerState.Finished
                : TrainerState.Idle,
            Step = session.ReportedSteps,
            FirstLoss = session.FirstLoss,
            LastLoss = session.LastLoss,
            CheckpointStep = checkpoint?.Step,
        };
    }

    public async Task<TrainerStatus> Start(TrainingPlan plan, bool replan)
    {
        _replan = replan;
        await files.PublishAsync(DataLayout.TrainingPlan(SessionId), CheckedJson.Encode(plan));
        Begin();
        return _status;
    }

    public Task Resume()
    {
        if (_status.State == TrainerState.Idle && files.Exists(DataLayout.TrainingPlan(SessionId)))
            Begin();
        return Task.CompletedTask;
    }

    public Task<TrainerStatus> Status() => Task.FromResult(_status);

    public async Task Suspend()
    {
        await _stopping.CancelAsync();
        if (_run is not null)
            await _run;
    }

    public async Task<TrainerStatus> Stop()
    {
        await Suspend();
        if (_run is not null)
            await Session.Stop();
        return _status;
    }

    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _stopping.CancelAsync();
        if (_run is not null)
            await _run.WaitAsync(cancellationToken)
                .ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
                );
    }

    private void Begin()
    {
        if (_run is { IsCompleted: false } || _status.State == TrainerState.Finished)
            return;
        _stopping.Dispose();
        _stopping = new CancellationTokenSource();
        _status = _status with { State = TrainerState.Running, Error = null };
        local.Begun(this, this.AsReference<ITrainerGrain>().Suspend);
        _run = RunAsync(_stopping.Token);
    }

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            var settings = await catalog.SessionAsync(SessionId);
            var path = DataLayout.TrainingPlan(SessionId);
            var plan = CheckedJson.Decode<TrainingPlan>(await files.ReadAsync(path, cancellationToken), path);
            var profile = await catalog.ProfileAsync(settings.ProfileHash);
            await using var engine = await Task.Run(
                () =>
                    engines.CreateTrainingEngine(
                        plan.Options(settings, profile.Profile.VocabularySize),
                        $"cpu:{plan.Threads}"
                    ),
                cancellationToken
            );
            while (!await TryTrainAsync(engine, settings, plan, cancellationToken))
                await Task.Delay(WaitForOthers, time, CancellationToken.None);
        }
        catch (Exception exception)
            when (cancellationToken.IsCancellationRequested
                && (exception is OperationCanceledException || exception.IsTransient())
            )
        {
            _status = _status with { State = TrainerState.Stopped }; // goes on from its checkpoint, here or elsewhere
        }
        catch (Exception exception)
        {
            LogFailure(exception, SessionId);
            _status = _status with { State = TrainerState.Failed, Error = exception.Message };
        }
        finally
        {
            local.Ended(this);
        }
    }

    // The session's silo died or cannot reach its store: the run goes back to its checkpoint and opens the session again.
    private async Task<bool> TryTrainAsync(
        ITrainingEngine engine,
        SessionSettings settings,
        TrainingPlan plan,
        CancellationToken cancellationToken
    )
    {
        try
        {
            await TrainAsync(engine, settings, plan, cancellationToken);
            return true;
        }
        catch (Exception exception) when (exception.IsTransient() && !cancellationToken.IsCancellationRequested)
        {
            LogInterruption(SessionId, exception.Message);
            _status = _status with { State = TrainerState.Waiting };
            return false;
        }
    }

    private async Task TrainAsync(
        ITrainingEngine engine,
        SessionSettings settings,
        TrainingPlan plan,
        CancellationToken cancellationToken
    )
    {
        var checkpoints = new Checkpoints(files, SessionId);
        if (await checkpoints.NewestAsync() is { } checkpoint)
        {
            await checkpoints.LoadAsync(engine, checkpoint);
            _status = _status with { Step = checkpoint.Step, CheckpointStep = checkpoint.Step };
        }
        else
        {
            _status = _status with { Step = 0 };
        }
        var branch = await Session.Open(_status.Step, _replan);
        _replan = false;
        var next = HandoutAsync(branch, _status.Step, cancellationToken);
        var reporting = Task.CompletedTask;
        while (await next is { } handout)
        {
            next = HandoutAsync(branch, handout.Batch.Step + 1, cancellationToken); // planned and read while this one trains
            FaultPoints.Reached("trainer.before-step");
            var (report, seconds) = await TrainAsync(engine, handout);
            await reporting; // of the step before, which was made durable while this one trained
            reporting = ReportAsync(branch, handout, report, seconds);
            var trained = handout.Batch.Step + 1;
            if (plan.ValidationSteps > 0 && (trained % plan.ValidationSteps == 0 || trained == settings.TotalSteps))
            {
                await reporting;
                await ValidateAsync(engine, settings, plan);
            }
            if (trained % plan.CheckpointSteps == 0)
            {
                await reporting;
                await SaveAsync();
            }
            if (cancellationToken.IsCancellationRequested)
                break;
        }
        await reporting;
        if (_status.Step > (_status.CheckpointStep ?? 0)) // at the end, where it was stopped, and where a bin ran dry
            await SaveAsync();
        _status = _status with
        {
            State = _status.Step == settings.TotalSteps ? TrainerState.Finished : TrainerState.Stopped,
        };
        await NotifyAsync(SessionChange.Ended);

        async Task SaveAsync()
        {
            await checkpoints.SaveAsync(engine, branch, _status.Step);
            _status = _status with { CheckpointStep = _status.Step };
        }
    }

    private async Task ValidateAsync(ITrainingEngine engine, SessionSettings settings, TrainingPlan plan)
    {
        _validation ??= await new HeldOutRows(
            settings,
            await catalog.CorpusAsync(settings.CorpusId),
            GrainFactory,
            files,
            tokens
        ).ReadAsync(plan.ValidationRows);
        if (_validation is null)
            return;
        var (sum, rows) = (0.0, 0);
        while (rows < _validation.Batch)
        {
            var part = _validation.Part(rows, Math.Min(settings.Batch, _validation.Batch - rows));
            sum += await engine.EvaluateAsync(part) * part.Batch;
            rows += part.Batch;
        }
        _status = _status with { ValidationLoss = sum / rows, ValidationStep = _status.Step };
        await NotifyAsync(SessionChange.Trained);
    }

    private async Task<StepAnswer.HandedOut?> HandoutAsync(int branch, long step, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            switch (await Session.Step(branch, step))
            {
                case StepAnswer.HandedOut handout:
                    _status = _status with { State = TrainerState.Running };
                    return handout;
                case StepAnswer.Ended:
                    return null;
                case StepAnswer.BinDry dry:
                    _status = _status with { Error = dry.Problem + ", and start the training again." };
                    return null;
                case StepAnswer.Superseded superseded:
                    throw new InvalidOperationException(superseded.Problem);
                case StepAnswer.OutOfOrder { NextStep: var next }:
                    throw new InvalidOperationException($"Step {step} was asked for where step {next} is the next.");
            }
            _status = _status with { State = TrainerState.Waiting }; // too few documents are ranked yet
            await Task.Delay(WaitForDocuments, time, CancellationToken.None);
        }
        return null;
    }

    private async Task<(StepReport Report, double Seconds)> TrainAsync(
        ITrainingEngine engine,
        StepAnswer.HandedOut handout
    )
    {
        using var span = FluxInstruments.Source.StartActivity("train step");
        span?.SetTag("fluxentropy.session", SessionId).SetTag("fluxentropy.step", handout.Batch.Step);
        var begun = time.GetTimestamp();
        var report = await engine.TrainAsync(handout.Batch);
        return (report, time.GetElapsedTime(begun).TotalSeconds);
    }

    private async Task ReportAsync(int branch, StepAnswer.HandedOut handout, StepReport report, double seconds)
    {
        FaultPoints.Reached("trainer.before-report");
        if (await Session.Report(branch, report) is not ReportAnswer.Accepted and var refused)
            throw new InvalidOperationException(
                refused is ReportAnswer.Superseded superseded
                    ? superseded.Problem
                    : $"The report of step {report.Step} was refused: {refused}."
            );
        var tokens = handout.Batch.Batch * handout.Batch.Time;
        _status = _status with
        {
            Step = handout.Batch.Step + 1,
            FirstLoss = handout.Batch.Step == 0 ? report.Loss : _status.FirstLoss,
            LastLoss = report.Loss,
            Bins = [.. report.BinLosses.Select(bin => bin.Bin)],
            BinLosses = [.. report.BinLosses.Select(bin => bin.Loss)],
            BinTargets = [.. report.BinLosses.Select(bin => bin.Targets)],
            TokensPerSecond = tokens / seconds,
            CurriculumVersion = handout.Planned.Step.CurriculumVersion,
        };
        FluxInstruments.StepsTrained.Add(1);
        FluxInstruments.TokensTrained.Add(tokens);
        FluxInstruments.StepDuration.Record(seconds);
        await NotifyAsync(SessionChange.Trained);
    }

    private Task NotifyAsync(SessionChange change) =>
        this.TellAsync(Notices.Session(SessionId), new SessionChanged(change, _status.Step));

    [LoggerMessage(
        LogLevel.Warning,
        "Training of session {Session} was interrupted and goes on from its checkpoint: {Reason}"
    )]
    private partial void LogInterruption(string session, string reason);

    [LoggerMessage(LogLevel.Error, "Training of session {Session} failed")]
    private partial void LogFailure(Exception exception, string session);
}
