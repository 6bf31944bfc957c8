using FluxEntropy.Sessions;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.TrainingRuns;

/// <summary>What a training run does from its start to its end, one transition after the other.</summary>
public sealed class TrainerLoopTests
{
    private static readonly ReportAnswer Accepted = new ReportAnswer.Accepted();

    [Fact]
    public void New_run_starts_with_initial_weights_at_step_0()
    {
        var run = new DrivenLoop();

        var ask = run.Open(branch: 3);

        Assert.Equal((3, 0), (ask.Branch, ask.Step));
        Assert.Equal((TrainerState.Running, 0, "cpu:1"), (run.Status.State, run.Status.Step, run.Status.Device));
        run.Waits();
    }

    [Fact]
    public void Run_goes_on_from_the_newest_checkpoint()
    {
        var run = new DrivenLoop(TrainerStatus.Idle with { Step = 6 });

        var ask = run.Open(branch: 2, DrivenLoop.Checkpoint(branch: 1, step: 4));

        Assert.Equal((2, 4), (ask.Branch, ask.Step));
        Assert.Equal((4, 4), (run.Status.Step, run.Status.CheckpointStep));
    }

    [Fact]
    public void Steps_are_planned_anew_at_the_first_opening_only()
    {
        var run = new DrivenLoop(replan: true);
        run.Next<TrainerAction.ReadPlan>();
        run.Loop.Read(DrivenLoop.Plan);
        run.Next<TrainerAction.FindCheckpoint>();
        run.Loop.Found(null);
        run.Next<TrainerAction.Make>();
        run.Loop.Made("cpu:1");
        var open = run.Next<TrainerAction.Open>();
        Assert.True(open.Replan);
        run.Loop.Interrupted(open, run.Now); // whether the session did it is not known: it is asked again
        run.Now += TimeSpan.FromSeconds(2);
        run.Next<TrainerAction.FindCheckpoint>();
        run.Loop.Found(null);
        Assert.True(run.Next<TrainerAction.Open>().Replan);
        run.Loop.Opened(1);
        run.Loop.Interrupted(run.Next<TrainerAction.Ask>(), run.Now);
        run.Now += TimeSpan.FromSeconds(2);
        run.Next<TrainerAction.FindCheckpoint>();
        run.Loop.Found(null);

        Assert.False(run.Next<TrainerAction.Open>().Replan);
    }

    [Fact]
    public void Next_step_is_asked_for_before_a_step_is_trained_and_no_further_one()
    {
        var run = new DrivenLoop();

        var (train, ask) = run.Begin(run.Open());
        run.Loop.Answered(ask, DrivenLoop.Step(1), run.Now);

        Assert.Equal((0, 1), (train.Step.Batch.Step, ask.Step));
        run.Waits();
    }

    [Fact]
    public void Step_is_trained_while_the_report_of_the_one_before_is_on_its_way()
    {
        var run = new DrivenLoop();
        var (train, ask) = run.Begin(run.Open());
        run.Loop.Answered(ask, DrivenLoop.Step(1), run.Now);

        var report = run.Trained(train);
        Assert.Equal(2, run.Next<TrainerAction.Ask>().Step);
        var second = run.Next<TrainerAction.Train>();
        run.Loop.Trained(second.Step, new TrainedStep(report.Trained.Report with { Step = 1 }, 2));
        run.Waits(); // its report comes after the first one's answer
        run.Loop.Reported(report, Accepted);

        run.Told();
        Assert.Equal(1, run.Next<TrainerAction.Report>().Trained.Report.Step);
    }

    [Fact]
    public void Accepted_report_is_the_status_and_is_told()
    {
        var run = new DrivenLoop();
        var (train, _) = run.Begin(run.Open());

        run.Loop.Reported(run.Trained(train), Accepted);

        Assert.Equal(new TrainerAction.Tell(1, IsEnd: false), run.Next());
        Assert.Equal((1, 3.0, 3.0), (run.Status.Step, run.Status.FirstLoss, run.Status.LastLoss));
        Assert.Equal(
            (1, 3.0, 8),
            (run.Status.Bins.Single(), run.Status.BinLosses.Single(), run.Status.BinTargets.Single())
        );
        Assert.Equal((4.0, 2), (run.Status.TokensPerSecond, run.Status.CurriculumVersion)); // 8 tokens in 2 s
    }

    [Fact]
    public void Too_few_documents_are_waited_for()
    {
        var run = new DrivenLoop();
        var ask = run.Open();

        run.Loop.Answered(ask, new StepAnswer.TooFewDocuments(), run.Now);

        Assert.Equal(TrainerState.Waiting, run.Status.State);
        run.Waits(run.Now + TimeSpan.FromMilliseconds(200));
        run.Now += TimeSpan.FromMilliseconds(200);
        Assert.Equal(ask, run.Next());
        run.Loop.Answered(ask, DrivenLoop.Step(0), run.Now);
        Assert.Equal(TrainerState.Running, run.Status.State);
    }

    [Fact]
    public void Validation_and_checkpoint_come_after_the_report_of_their_step()
    {
        var run = new DrivenLoop();
        var ask = run.Train(run.Open(), 2);
        var (train, last) = run.Begin(ask);
        run.Loop.Answered(last, DrivenLoop.Step(3), run.Now);

        var report = run.Trained(train);
        run.Waits();
        run.Loop.Reported(report, Accepted);
        run.Told();
        run.Next<TrainerAction.Validate>();
        run.Waits(); // the model is in use
        var measured = new Validation(2.5, 3, IsSample: false);
        run.Loop.Validated(measured);

        Assert.Equal(measured, run.Status.Validation);
        run.Told();
        Assert.Equal(4, run.Next<TrainerAction.Ask>().Step);
        report = run.Trained(run.Next<TrainerAction.Train>());
        run.Loop.Reported(report, Accepted);
        run.Told();
        Assert.Equal(new TrainerAction.Save(1, 4, measured), run.Next());
        run.Loop.Saved(4);
        Assert.Equal(4, run.Status.CheckpointStep);
    }

    [Fact]
    public void Last_step_ends_the_run_with_a_checkpoint()
    {
        var run = new DrivenLoop();

        run.Loop.Answered(run.Train(run.Open(), DrivenLoop.TotalSteps), new StepAnswer.Ended(), run.Now);

        Assert.Equal(new TrainerAction.Save(1, 10, null), run.Next());
        run.Loop.Saved(10);
        Assert.Equal(new TrainerAction.Tell(10, IsEnd: true), run.Told());
        Assert.Equal(TrainerState.Finished, run.Status.State);
        run.Next<TrainerAction.End>();
    }

    [Fact]
    public void Dry_bin_stops_the_run_with_a_checkpoint_and_says_what_to_do()
    {
        var run = new DrivenLoop();

        run.Loop.Answered(run.Train(run.Open(), 2), new StepAnswer.BinDry(2, 0, 3), run.Now);

        Assert.Equal(new TrainerAction.Save(1, 2, null), run.Next());
        run.Loop.Saved(2);
        run.Told();
        Assert.Equal(TrainerState.Stopped, run.Status.State);
        Assert.StartsWith("curriculum.dry: bin 1 of 3 ran dry at step 2", run.Status.Error, StringComparison.Ordinal);
        Assert.EndsWith(", and start the training again.", run.Status.Error, StringComparison.Ordinal);
        run.Next<TrainerAction.End>();
    }

    [Fact]
    public void Stop_ends_the_run_after_the_step_in_progress_with_a_checkpoint()
    {
        var run = new DrivenLoop();
        var (train, ask) = run.Begin(run.Open());
        run.Loop.Answered(ask, DrivenLoop.Step(1), run.Now); // it is not trained any more

        run.Loop.Stop();
        run.Waits();
        run.Loop.Reported(run.Trained(train), Accepted);

        run.Told();
        run.Loop.Saved(run.Next<TrainerAction.Save>().Step);
        Assert.Equal(new TrainerAction.Tell(1, IsEnd: true), run.Told());
        Assert.Equal((TrainerState.Stopped, 1), (run.Status.State, run.Status.CheckpointStep));
        run.Next<TrainerAction.End>();
    }

    [Fact]
    public void Answer_that_comes_after_the_end_changes_nothing()
    {
        var run = new DrivenLoop();
        var ask = run.Open();
        run.Loop.Stop();
        run.Told();

        run.Loop.Answered(ask, DrivenLoop.Step(0), run.Now);

        Assert.Equal(TrainerState.Stopped, run.Status.State);
        run.Next<TrainerAction.End>();
    }

    [Fact]
    public void Stop_while_the_model_is_made_ends_the_run_without_opening_the_session()
    {
        var run = new DrivenLoop();
        run.Next<TrainerAction.ReadPlan>();
        run.Loop.Read(DrivenLoop.Plan);
        run.Next<TrainerAction.FindCheckpoint>();
        run.Loop.Found(null);
        run.Next<TrainerAction.Make>();

        run.Loop.Stop();
        run.Waits();
        run.Loop.Made("cpu:1");

        run.Told();
        Assert.Equal(TrainerState.Stopped, run.Status.State);
        run.Next<TrainerAction.End>();
    }
}
