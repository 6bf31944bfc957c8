using FluxEntropy.Sessions;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.TrainingRuns;

/// <summary>What a training run does when something fails: what may pass is tried again, from the checkpoint.</summary>
public sealed class TrainerLoopFailureTests
{
    private static readonly TimeSpan Wait = TimeSpan.FromSeconds(2);

    [Fact]
    public void Interrupted_run_goes_back_to_its_checkpoint_and_opens_another_branch()
    {
        var run = new DrivenLoop();
        var (train, _) = run.Begin(run.Train(run.Open(), 5));
        var report = run.Trained(train);

        Assert.True(run.Loop.Interrupted(report, run.Now));

        Assert.Equal(TrainerState.Waiting, run.Status.State);
        run.Waits(run.Now + Wait);
        run.Now += Wait;
        run.Next<TrainerAction.FindCheckpoint>();
        run.Loop.Found(DrivenLoop.Checkpoint(1, 4));
        run.Next<TrainerAction.Load>();
        run.Loop.Loaded(DrivenLoop.Checkpoint(1, 4));
        Assert.Equal(4, run.Next<TrainerAction.Open>().Step);
        run.Loop.Opened(2);
        Assert.Equal(new TrainerAction.Ask(2, 4), run.Next());
    }

    [Fact]
    public void Interrupted_run_without_a_checkpoint_has_its_initial_weights_again()
    {
        var run = new DrivenLoop();
        var ask = run.Train(run.Open(), 2);

        run.Loop.Interrupted(ask, run.Now);
        run.Now += Wait;

        run.Next<TrainerAction.FindCheckpoint>();
        run.Loop.Found(null);
        Assert.Equal(DrivenLoop.Plan, run.Next<TrainerAction.Make>().Plan);
        run.Loop.Made("cpu:1");
        Assert.Equal(0, run.Next<TrainerAction.Open>().Step);
    }

    [Fact]
    public void Step_that_is_being_trained_at_an_interruption_is_neither_reported_nor_kept()
    {
        var run = new DrivenLoop();
        var (train, ask) = run.Begin(run.Open());
        run.Loop.Interrupted(ask, run.Now);
        run.Now += Wait;
        run.Waits(); // the model is in use

        run.Loop.Trained(train.Step, new TrainedStep(new(0, 3, [], 1), 1));

        run.Next<TrainerAction.FindCheckpoint>();
        run.Loop.Found(null);
        run.Next<TrainerAction.Make>();
        Assert.Equal(0, run.Status.Step);
    }

    [Fact]
    public void Answers_of_a_branch_that_was_left_change_nothing()
    {
        var run = new DrivenLoop();
        var (train, ask) = run.Begin(run.Open());
        var report = run.Trained(train);
        run.Loop.Interrupted(ask, run.Now);
        run.Now += Wait;
        run.Next<TrainerAction.FindCheckpoint>();
        run.Loop.Found(DrivenLoop.Checkpoint(1, 4));
        run.Next<TrainerAction.Load>();
        run.Loop.Loaded(DrivenLoop.Checkpoint(1, 4));
        run.Next<TrainerAction.Open>();
        run.Loop.Opened(2);
        run.Next<TrainerAction.Ask>();

        run.Loop.Answered(ask, new StepAnswer.Superseded(1, 2), run.Now);
        run.Loop.Reported(report, new ReportAnswer.Superseded(1, 2));
        run.Loop.Failed(ask, "late");

        Assert.Equal((4, null), (run.Status.Step, run.Status.Error));
        Assert.False(run.Loop.Interrupted(report, run.Now));
        run.Waits();
    }

    [Fact]
    public void Interruption_ends_a_run_that_stops()
    {
        var run = new DrivenLoop();
        var (train, _) = run.Begin(run.Open());
        var report = run.Trained(train);
        run.Loop.Stop();

        Assert.False(run.Loop.Interrupted(report, run.Now));

        Assert.True(run.Told().IsEnd);
        Assert.Equal(TrainerState.Stopped, run.Status.State);
        run.Next<TrainerAction.End>();
    }

    [Fact]
    public void Superseded_run_fails_once_the_model_is_at_rest_and_saves_nothing()
    {
        var run = new DrivenLoop();
        var (train, ask) = run.Begin(run.Open());

        run.Loop.Answered(ask, new StepAnswer.Superseded(1, 2), run.Now);
        run.Waits();
        run.Loop.Trained(train.Step, new TrainedStep(new(0, 3, [], 1), 1));

        run.Next<TrainerAction.End>();
        Assert.Equal(TrainerState.Failed, run.Status.State);
        Assert.Equal(new StepAnswer.Superseded(1, 2).Problem, run.Status.Error);
    }

    public static TheoryData<ReportAnswer> Refusals =>
        [new ReportAnswer.Superseded(1, 2), new ReportAnswer.NotHandedOut(0), new ReportAnswer.OtherTokens(7)];

    [Theory]
    [MemberData(nameof(Refusals))]
    public void Refused_report_fails_the_run(ReportAnswer refusal)
    {
        var run = new DrivenLoop();
        var (train, _) = run.Begin(run.Open());

        run.Loop.Reported(run.Trained(train), refusal);

        run.Next<TrainerAction.End>();
        Assert.Equal((TrainerState.Failed, 0), (run.Status.State, run.Status.Step));
        Assert.NotEmpty(run.Status.Error!);
    }

    [Fact]
    public void Step_out_of_order_fails_the_run()
    {
        var run = new DrivenLoop();

        run.Loop.Answered(run.Open(), new StepAnswer.OutOfOrder(5), run.Now);

        Assert.Equal("Step 0 was asked for where step 5 is the next.", run.Status.Error);
        run.Next<TrainerAction.End>();
    }

    [Fact]
    public void Failure_that_does_not_pass_fails_the_run_and_the_next_run_starts_clean()
    {
        var run = new DrivenLoop();
        var load = run.Next<TrainerAction.ReadPlan>();

        run.Loop.Failed(load, "damaged");

        run.Next<TrainerAction.End>();
        Assert.Equal((TrainerState.Failed, "damaged"), (run.Status.State, run.Status.Error));
        var next = new DrivenLoop(run.Status);
        Assert.Equal((TrainerState.Running, null), (next.Status.State, next.Status.Error));
    }

    [Fact]
    public void Watchers_who_cannot_be_told_do_not_stop_the_run()
    {
        var run = new DrivenLoop();
        var (train, ask) = run.Begin(run.Open());
        run.Loop.Reported(run.Trained(train), new ReportAnswer.Accepted());

        run.Loop.Failed(run.Next<TrainerAction.Tell>(), "nobody there");

        run.Loop.Answered(ask, DrivenLoop.Step(1), run.Now);
        run.Next<TrainerAction.Ask>();
        run.Next<TrainerAction.Train>();
        Assert.Equal(TrainerState.Running, run.Status.State);
    }
}
