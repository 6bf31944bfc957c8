using FluxEntropy.Engines;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Fencing;
using FluxEntropy.Grains.Telemetry;
using FluxEntropy.Sessions;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Grains.Training;

/// <summary>The work of one training run: its model, its checkpoints, and its calls of the session.</summary>
internal sealed partial class TrainerWork(
    SessionSettings settings,
    TrainerEngines engines,
    Checkpoints checkpoints,
    ISessionGrain session,
    Func<long, bool, Task> tell,
    TimeProvider time,
    ILogger logger
) : ITrainerWork
{
    private readonly TrainingAttempts _attempts = engines.AttemptsAt(settings.Id);
    private ITrainingEngine? _engine;
    private ValidationBatch? _validation; // read when it is first needed
    private Checkpoint? _checkpoint; // that the model goes on from

    private ITrainingEngine Engine => _engine ?? throw new InvalidOperationException("The model is not made yet.");

    public Task<TrainingPlan> ReadPlanAsync() => engines.PlanAsync(settings.Id);

    public async Task<Checkpoint?> FindCheckpointAsync() =>
        _checkpoint = await checkpoints.NewestAsync(session.IsReplanned);

    public async Task<string> MakeAsync(TrainingPlan plan)
    {
        await DisposeEngineAsync();
        var reported = (await session.Status()).ReportedSteps;
        await _attempts.BeginAsync(engines.Silo, TrainingAttempts.Progress(reported, _checkpoint));
        _engine = await engines.MakeAsync(settings, plan);
        return _engine.Device;
    }

    public Task LoadAsync(Checkpoint checkpoint) => checkpoints.LoadAsync(Engine, checkpoint);

    public async Task<int> OpenAsync(long step, bool replan)
    {
        var branch = await session.Open(step, replan);
        // Another trainer may have replanned while the model was read.
        if (_checkpoint is { } from && await session.IsReplanned(from.Branch, from.Step))
            throw new OutdatedCheckpointException(from);
        return branch;
    }

    public Task<StepAnswer> AskAsync(int branch, long step) => session.Step(branch, step);

    public async Task<TrainedStep> TrainAsync(StepAnswer.HandedOut step)
    {
        FaultPoints.Reached("trainer.before-step");
        using var span = FluxInstruments.Source.StartActivity("train step");
        span?.SetTag("fluxentropy.session", settings.Id).SetTag("fluxentropy.step", step.Batch.Step);
        var begun = time.GetTimestamp();
        var report = await Engine.TrainAsync(step.Batch);
        return new TrainedStep(report, time.GetElapsedTime(begun).TotalSeconds);
    }

    public async Task<ReportAnswer> ReportAsync(TrainerAction.Report report)
    {
        FaultPoints.Reached("trainer.before-report");
        var answer = await session.Report(report.Branch, report.Trained.Report);
        if (answer is ReportAnswer.Accepted)
        {
            FluxInstruments.StepsTrained.Add(1);
            FluxInstruments.TokensTrained.Add(report.Step.Batch.Batch * report.Step.Batch.Time);
            FluxInstruments.StepDuration.Record(report.Trained.Seconds);
        }
        return answer;
    }

    public async Task<Validation?> ValidateAsync(TrainingPlan plan, long step)
    {
        _validation ??= await engines.ValidationAsync(settings, plan.ValidationRows);
        if (_validation is not var (batch, isSample))
            return null;
        var (sum, rows) = (0.0, 0);
        var atOnce = (settings.Batch + plan.Accumulation - 1) / plan.Accumulation; // as many as a step computes
        while (rows < batch.Batch)
        {
            var part = batch.Part(rows, Math.Min(atOnce, batch.Batch - rows));
            sum += await Engine.EvaluateAsync(part) * part.Batch;
            rows += part.Batch;
        }
        return new Validation(sum / rows, step, isSample);
    }

    public async Task SaveAsync(TrainerAction.Save save)
    {
        await checkpoints.SaveAsync(Engine, save.Branch, save.Step, save.Validation);
        _attempts.ForgetOthers(engines.Silo); // those of before it count no more
    }

    public Task TellAsync(long step, bool isEnd) => tell(step, isEnd);

    public bool IsTransient(Exception exception) => exception is OutdatedCheckpointException || exception.IsTransient();

    public void Interrupted(Exception exception) => LogInterruption(settings.Id, exception.Message);

    public void Failed(Exception exception) => LogFailure(exception, settings.Id);

    public async ValueTask DisposeAsync()
    {
        await DisposeEngineAsync();
        _attempts.End(engines.Silo);
    }

    private async Task DisposeEngineAsync()
    {
        if (_engine is { } engine)
        {
            _engine = null;
            await engine.DisposeAsync();
        }
        engines.Left(settings.Id);
    }

    [LoggerMessage(
        LogLevel.Warning,
        "Training of session {Session} was interrupted and goes on from its checkpoint: {Reason}"
    )]
    private partial void LogInterruption(string session, string reason);

    [LoggerMessage(LogLevel.Error, "Training of session {Session} failed")]
    private partial void LogFailure(Exception exception, string session);
}
