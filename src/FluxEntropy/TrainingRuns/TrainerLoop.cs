using FluxEntropy.Sessions;

namespace FluxEntropy.TrainingRuns;

/// <summary>
/// What a training run does, from its start to its end: when it goes back to its checkpoint, opens the session, takes a step, waits for
/// documents, reports, validates, saves and ends. Whoever runs it does what <see cref="Next"/> says and tells it what came of that.
/// Pure: the time is an argument. Not thread-safe.
/// </summary>
public sealed class TrainerLoop
{
    private readonly TrainerOptions _options;
    private readonly long _totalSteps;
    private readonly ModelPreparation _model = new();
    private StepsInProgress? _steps; // of the branch that is open
    private bool _replan; // at the next opening of the session
    private bool _isBusy; // with the model, or with preparing it
    private bool _mustValidate;
    private bool _mustSave;
    private bool _isOver; // there is nothing more to do than to tell it
    private bool _hasNews;
    private bool _isTelling;
    private DateTimeOffset _continueAt = DateTimeOffset.MinValue; // after an interruption

    /// <param name="totalSteps">Steps of the session.</param>
    /// <param name="before">Where the session stood.</param>
    /// <param name="replan">Whether to plan the steps behind the checkpoint anew.</param>
    /// <param name="options">How long it waits; null for the defaults.</param>
    public TrainerLoop(long totalSteps, TrainerStatus before, bool replan = false, TrainerOptions? options = null)
    {
        (_totalSteps, _replan, _options) = (totalSteps, replan, options ?? new TrainerOptions());
        Status = before with { State = TrainerState.Running, Error = null };
    }

    /// <summary>Where the run stands.</summary>
    public TrainerStatus Status { get; private set; }

    /// <summary>Whether it was told to stop.</summary>
    public bool IsStopping { get; private set; }

    private bool HasFailed => Status.State == TrainerState.Failed;

    private bool IsModelFree => !_isBusy && !_mustValidate && !_mustSave && _steps is { MayTrain: true };

    /// <summary>What to do now. Each action is said once.</summary>
    public TrainerAction Next(DateTimeOffset now)
    {
        if (HasFailed)
            return _isBusy ? Wait(DateTimeOffset.MaxValue) : new TrainerAction.End();
        if (_hasNews && !_isTelling)
        {
            (_hasNews, _isTelling) = (false, true);
            return new TrainerAction.Tell(Status.Step, _isOver);
        }
        if (_steps?.NextReport() is { } report)
            return report;
        if (IsStopping || _steps is { IsOver: true })
            return NextToEnd(now);
        if (_steps?.NextToAsk(now, IsModelFree) is { } ask)
            return ask;
        return now < _continueAt ? Wait(_continueAt) : NextOfModel(now);
    }

    /// <summary>Ends after the step that is being trained, with a checkpoint.</summary>
    public void Stop() => IsStopping = true;

    /// <summary>The plan.</summary>
    public void Read(TrainingPlan plan)
    {
        _isBusy = false;
        _model.Read(plan);
    }

    /// <summary>The newest checkpoint; null: there is none.</summary>
    public void Found(Checkpoint? newest)
    {
        _isBusy = false;
        _model.Found(newest);
        if (newest is null)
            Status = Status with { Step = 0 };
    }

    /// <summary>The model has its initial weights, on a device.</summary>
    public void Made(string device)
    {
        _isBusy = false;
        _model.Made();
        Status = Status with { Device = device };
    }

    /// <summary>The model is restored to a checkpoint.</summary>
    public void Loaded(Checkpoint checkpoint)
    {
        _isBusy = false;
        _model.Loaded();
        Status = Status with
        {
            Step = checkpoint.Step,
            CheckpointStep = checkpoint.Step,
            Validation = checkpoint.Validation,
        };
    }

    /// <summary>The session is open.</summary>
    public void Opened(int branch)
    {
        (_isBusy, _replan) = (false, false);
        _steps = new StepsInProgress(branch, Status.Step);
    }

    /// <summary>The session answered.</summary>
    public void Answered(TrainerAction.Ask ask, StepAnswer answer, DateTimeOffset now)
    {
        if (_isOver || _steps is not { } steps || steps.Branch != ask.Branch)
            return; // it comes after the end, or was asked before an interruption
        switch (answer)
        {
            case StepAnswer.HandedOut handedOut:
                steps.HandedOut(handedOut);
                Status = Status with { State = TrainerState.Running };
                break;
            case StepAnswer.TooFewDocuments:
                steps.AskAgain(now + _options.DocumentWait);
                Status = Status with { State = TrainerState.Waiting };
                break;
            case StepAnswer.Ended:
                steps.NoMore();
                break;
            case StepAnswer.BinDry dry:
                steps.NoMore();
                Status = Status with { Error = dry.Problem + ", and start the training again." };
                break;
            case StepAnswer.Superseded superseded:
                Fail(superseded.Problem);
                break;
            case StepAnswer.OutOfOrder { NextStep: var next }:
                Fail($"Step {ask.Step} was asked for where step {next} is the next.");
                break;
        }
    }

    /// <summary>The model was trained on a step.</summary>
    public void Trained(StepAnswer.HandedOut step, TrainedStep trained)
    {
        _isBusy = false;
        _model.Trained();
        if (_steps is null || _model.Plan is not { } plan)
            return; // the run was interrupted meanwhile
        _steps.Trained(step, trained);
        var steps = step.Batch.Step + 1;
        _mustValidate = plan.ValidationSteps > 0 && (steps % plan.ValidationSteps == 0 || steps == _totalSteps);
        _mustSave = steps % plan.CheckpointSteps == 0;
    }

    /// <summary>The session answered a report.</summary>
    public void Reported(TrainerAction.Report report, ReportAnswer answer)
    {
        if (_steps is not { } steps || steps.Branch != report.Branch)
            return; // it was sent before an interruption
        steps.Reported();
        switch (answer)
        {
            case ReportAnswer.Accepted:
                Status = Status.After(report);
                _hasNews = true;
                break;
            case ReportAnswer.Superseded superseded:
                Fail(superseded.Problem);
                break;
            default:
                Fail($"The report of step {report.Trained.Report.Step} was refused: {answer}.");
                break;
        }
    }

    /// <summary>The loss on documents held out or on a sample; null: there are none yet.</summary>
    public void Validated(Validation? measured)
    {
        (_isBusy, _mustValidate) = (false, false);
        if (measured is null)
            return;
        Status = Status with { Validation = measured };
        _hasNews = true;
    }

    /// <summary>A checkpoint is saved.</summary>
    public void Saved(long step)
    {
        (_isBusy, _mustSave) = (false, false);
        Status = Status with { CheckpointStep = step };
    }

    /// <summary>Watchers were told.</summary>
    public void Told() => _isTelling = false;

    /// <summary>
    /// An action failed in a way that may pass: the run goes back to its checkpoint and opens the session again; one that stops ends.
    /// </summary>
    /// <returns>Whether the run goes on.</returns>
    public bool Interrupted(TrainerAction action, DateTimeOffset now)
    {
        if (!Ended(action) || HasFailed)
            return false;
        (_steps, _mustValidate, _mustSave) = (null, false, false);
        _model.Restart();
        if (IsStopping)
            return false;
        _continueAt = now + _options.InterruptionWait;
        Status = Status with { State = TrainerState.Waiting };
        return true;
    }

    /// <summary>An action failed in a way that does not pass.</summary>
    public void Failed(TrainerAction action, string problem)
    {
        if (Ended(action) && !HasFailed)
            Fail(problem);
    }

    private TrainerAction NextOfModel(DateTimeOffset now)
    {
        if (!_isBusy && NextWithModel() is { } action)
        {
            _isBusy = true;
            return action;
        }
        return Wait(_steps?.NextAsk is { } ask && ask > now ? ask : DateTimeOffset.MaxValue);
    }

    private TrainerAction? NextWithModel()
    {
        if (_steps is null)
            return _model.Next() ?? new TrainerAction.Open(Status.Step, _replan);
        if (NextAfterReport() is { } action)
            return action;
        return IsModelFree && _steps.NextToTrain() is { } step ? new TrainerAction.Train(step) : null;
    }

    // What is validated and saved are reported steps alone.
    private TrainerAction? NextAfterReport()
    {
        if (_steps is not { IsReported: true })
            return null;
        if (_mustValidate)
            return new TrainerAction.Validate(_model.Plan!, Status.Step);
        return _mustSave ? new TrainerAction.Save(_steps.Branch, Status.Step, Status.Validation) : null;
    }

    // At the end, where it was stopped, and where a bin ran dry.
    private TrainerAction NextToEnd(DateTimeOffset now)
    {
        if (_isBusy || _steps is { IsReported: false })
            return Wait(DateTimeOffset.MaxValue);
        _mustSave = _steps is not null && Status.Step > (Status.CheckpointStep ?? 0);
        if (NextAfterReport() is { } action)
        {
            _isBusy = true;
            return action;
        }
        if (!_isOver)
        {
            var isFinished = _steps is not null && Status.Step == _totalSteps;
            Status = Status with { State = isFinished ? TrainerState.Finished : TrainerState.Stopped };
            (_isOver, _hasNews) = (true, true);
            return Next(now);
        }
        return _isTelling ? Wait(DateTimeOffset.MaxValue) : new TrainerAction.End();
    }

    // Whether the end of an action matters still. Steps of a branch that was left do not.
    private bool Ended(TrainerAction action)
    {
        switch (action)
        {
            case TrainerAction.Tell:
                _isTelling = false;
                return false;
            case TrainerAction.Ask { Branch: var branch }:
                return branch == _steps?.Branch;
            case TrainerAction.Report { Branch: var branch }:
                return branch == _steps?.Branch;
            default:
                _isBusy = false;
                return true;
        }
    }

    private void Fail(string problem)
    {
        _steps = null;
        Status = Status with { State = TrainerState.Failed, Error = problem };
    }

    private static TrainerAction.Wait Wait(DateTimeOffset until) => new(until);
}
