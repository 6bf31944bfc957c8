using FluxEntropy.Sessions;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.TrainingRuns;

/// <summary>At most one run of a trainer is in progress, however often it is started.</summary>
public sealed class TrainerTests
{
    [Fact]
    public async Task Second_start_begins_no_second_run()
    {
        var works = new List<HeldWork>();
        var trainer = Trainer(works);

        Assert.True(trainer.TryStart(replan: false));
        Assert.False(trainer.TryStart(replan: true));

        Assert.Single(works);
        works[0].Plan.SetException(new InvalidDataException("damaged"));
        await trainer.Ended;
        Assert.Equal((TrainerState.Failed, "damaged"), (trainer.Status.State, trainer.Status.Error));
        Assert.IsType<InvalidDataException>(works[0].Failure);
    }

    [Fact]
    public async Task Run_is_started_again_after_it_failed_or_was_stopped()
    {
        var works = new List<HeldWork>();
        var trainer = Trainer(works);
        trainer.TryStart(replan: false);
        works[0].Plan.SetException(new InvalidDataException("damaged"));
        await trainer.Ended;

        Assert.True(trainer.TryStart(replan: false));
        var stopped = trainer.StopAsync();
        Assert.False(trainer.TryStart(replan: false)); // the run before has not ended yet
        works[1].Plan.SetResult(DrivenLoop.Plan);
        await stopped;

        Assert.Equal((TrainerState.Stopped, null), (trainer.Status.State, trainer.Status.Error));
        Assert.True(works.TrueForAll(work => work.IsDisposed));
        Assert.True(trainer.TryStart(replan: false));
        works[2].Plan.SetException(new InvalidDataException("damaged"));
        await trainer.Ended;
    }

    [Fact]
    public async Task Finished_session_is_not_trained_again()
    {
        var works = new List<HeldWork>();
        var trainer = Trainer(works, TrainerStatus.Idle with { State = TrainerState.Finished });

        Assert.False(trainer.TryStart(replan: false));

        Assert.Empty(works);
        Assert.False(trainer.WasStarted);
        await trainer.StopAsync();
    }

    private static Trainer Trainer(List<HeldWork> works, TrainerStatus? before = null) =>
        new(
            DrivenLoop.TotalSteps,
            before ?? TrainerStatus.Idle,
            () =>
            {
                works.Add(new HeldWork());
                return works[^1];
            },
            TimeProvider.System
        );

    /// <summary>Work that gets no further than to the plan, which comes when the test says so.</summary>
    private sealed class HeldWork : ITrainerWork
    {
        public TaskCompletionSource<TrainingPlan> Plan { get; } = new();

        public Exception? Failure { get; private set; }

        public bool IsDisposed { get; private set; }

        public Task<TrainingPlan> ReadPlanAsync() => Plan.Task;

        public Task<Checkpoint?> FindCheckpointAsync() => throw new NotSupportedException();

        public Task<string> MakeAsync(TrainingPlan plan) => throw new NotSupportedException();

        public Task LoadAsync(Checkpoint checkpoint) => throw new NotSupportedException();

        public Task<int> OpenAsync(long step, bool replan) => throw new NotSupportedException();

        public Task<StepAnswer> AskAsync(int branch, long step) => throw new NotSupportedException();

        public Task<TrainedStep> TrainAsync(StepAnswer.HandedOut step) => throw new NotSupportedException();

        public Task<ReportAnswer> ReportAsync(TrainerAction.Report report) => throw new NotSupportedException();

        public Task<Validation?> ValidateAsync(TrainingPlan plan, long step) => throw new NotSupportedException();

        public Task SaveAsync(TrainerAction.Save save) => throw new NotSupportedException();

        public Task TellAsync(long step, bool isEnd) => Task.CompletedTask;

        public bool IsTransient(Exception exception) => false;

        public void Interrupted(Exception exception) => throw new NotSupportedException();

        public void Failed(Exception exception) => Failure = exception;

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }
}
