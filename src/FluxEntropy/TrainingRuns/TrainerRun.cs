namespace FluxEntropy.TrainingRuns;

/// <summary>
/// Runs a trainer's loop: does what it says and tells it what came of that. Its continuations must not overlap, as those of a grain's
/// activation do not.
/// </summary>
/// <param name="loop">What to do.</param>
/// <param name="work">Does it; disposed at the end.</param>
/// <param name="time">The clock.</param>
public sealed class TrainerRun(TrainerLoop loop, ITrainerWork work, TimeProvider time)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);

    private TaskCompletionSource _event = new(); // something happened since the loop was last asked
    private Exception? _failure;

    /// <summary>Where the run stands.</summary>
    public TrainerStatus Status => loop.Status;

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Runs until the run finished, failed, or was stopped.</summary>
    public async Task RunAsync()
    {
        await using (work)
        {
            while (loop.Next(Now) is not TrainerAction.End and var action)
            {
                if (action is TrainerAction.Wait { Until: var until })
                    await WaitAsync(until);
                else
                    Begin(action);
            }
            if (Status is { State: TrainerState.Failed, Error: var problem })
                work.Failed(_failure ?? new InvalidOperationException(problem));
        }
    }

    /// <summary>Ends it after the step that is being trained, with a checkpoint.</summary>
    public void Stop()
    {
        loop.Stop();
        _event.TrySetResult();
    }

    private async Task WaitAsync(DateTimeOffset until)
    {
        if (until - Now is var left && left > TimeSpan.Zero)
            await _event
                .Task.WaitAsync(left < LongestWait ? left : LongestWait, time)
                .ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
                );
        if (_event.Task.IsCompleted)
            _event = new TaskCompletionSource();
    }

    private void Begin(TrainerAction action)
    {
        var task = DoAsync(action);
        if (!task.IsCompleted)
            _ = UntilEndedAsync(task);
    }

    private async Task UntilEndedAsync(Task task)
    {
        await task;
        _event.TrySetResult();
    }

    private async Task DoAsync(TrainerAction action)
    {
        try
        {
            await TryAsync(action);
        }
        catch (Exception exception)
        {
            if (work.IsTransient(exception))
            {
                if (loop.Interrupted(action, Now))
                    work.Interrupted(exception);
                return;
            }
            if (Status.State != TrainerState.Failed)
                _failure = exception;
            loop.Failed(action, exception.Message);
        }
    }

    private async Task TryAsync(TrainerAction action)
    {
        switch (action)
        {
            case TrainerAction.ReadPlan:
                loop.Read(await work.ReadPlanAsync());
                break;
            case TrainerAction.FindCheckpoint:
                loop.Found(await work.FindCheckpointAsync());
                break;
            case TrainerAction.Make make:
                loop.Made(await work.MakeAsync(make.Plan));
                break;
            case TrainerAction.Load load:
                await work.LoadAsync(load.Checkpoint);
                loop.Loaded(load.Checkpoint);
                break;
            case TrainerAction.Open open:
                loop.Opened(await work.OpenAsync(open.Step, open.Replan));
                break;
            case TrainerAction.Ask ask:
                loop.Answered(ask, await work.AskAsync(ask.Branch, ask.Step), Now);
                break;
            case TrainerAction.Train train:
                loop.Trained(train.Step, await work.TrainAsync(train.Step));
                break;
            case TrainerAction.Report report:
                loop.Reported(report, await work.ReportAsync(report));
                break;
            case TrainerAction.Validate validate:
                loop.Validated(await work.ValidateAsync(validate.Plan, validate.Step));
                break;
            case TrainerAction.Save save:
                await work.SaveAsync(save);
                loop.Saved(save.Step);
                break;
            case TrainerAction.Tell tell:
                await work.TellAsync(tell.Step, tell.IsEnd);
                loop.Told();
                break;
        }
    }
}
