using FluxEntropy.Engines;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Tests.Clusters;
using FluxEntropy.Sessions;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Grains.Tests.Training;

public sealed class TrainerGrainTests(GrainCluster cluster)
{
    private static readonly TrainingPlan Plan = new("llama", 1, 1, 8, 1e-3, 1, CheckpointSteps: 100, Threads: 1);

    [Fact]
    public async Task Starting_twice_is_one_run_that_trains_each_step_once()
    {
        var (settings, run) = await SessionAsync(steps: 6);
        run.WaitsAt = 3;
        var trainer = cluster.Grains.Trainer(settings.Id);
        await trainer.Start(Plan, replan: false);
        await run.Reached;
        Assert.Equal(TrainerState.Running, (await trainer.Start(Plan, replan: false)).State);
        run.GoOn();
        await EndedAsync(trainer, TrainerState.Finished);
        Assert.Equal(1, run.Engines);
        Assert.Equal([0, 1, 2, 3, 4, 5], run.Steps);
        Assert.Equal(6, (await cluster.Grains.Session(settings.Id).Status()).ReportedSteps);
        Assert.Equal(6, (await trainer.Status()).CheckpointStep);
        Assert.Equal(TrainerState.Finished, (await trainer.Start(Plan, replan: false)).State);
        Assert.Equal(1, run.Engines);
    }

    [Fact]
    public async Task A_stopped_run_stays_so_until_it_is_started_and_goes_on_from_its_checkpoint()
    {
        var (settings, run) = await SessionAsync(steps: 6);
        run.WaitsAt = 2;
        var trainer = cluster.Grains.Trainer(settings.Id);
        await trainer.Start(Plan, replan: false);
        await run.Reached;
        var stopping = trainer.Stop();
        run.GoOn();
        var stopped = await stopping;
        Assert.Equal(TrainerState.Stopped, stopped.State);
        Assert.Equal(stopped.Step, stopped.CheckpointStep);

        await cluster.EndActivationAsync(trainer);
        await trainer.Resume();
        Assert.Equal(TrainerState.Stopped, (await trainer.Status()).State);
        await trainer.Start(Plan, replan: false);
        await EndedAsync(trainer, TrainerState.Finished);
        Assert.Equal([0, 1, 2, 3, 4, 5], run.Steps);
    }

    [Fact]
    public async Task A_run_that_its_process_suspended_is_resumed_from_its_checkpoint()
    {
        var (settings, run) = await SessionAsync(steps: 6);
        run.WaitsAt = 2;
        var trainer = cluster.Grains.Trainer(settings.Id);
        await trainer.Resume();
        Assert.Equal(TrainerState.Idle, (await trainer.Status()).State); // it was never started
        await trainer.Start(Plan, replan: false);
        await run.Reached;
        var suspending = trainer.Suspend();
        run.GoOn();
        await suspending;
        await cluster.EndActivationAsync(trainer);

        await trainer.Resume();
        await EndedAsync(trainer, TrainerState.Finished);
        Assert.Equal(2, run.Engines);
        Assert.Equal([0, 1, 2, 3, 4, 5], run.Steps);
    }

    [Fact]
    public async Task What_was_measured_on_a_sample_is_known_after_a_restart()
    {
        var (settings, _) = await SessionAsync(steps: 6);
        var trainer = cluster.Grains.Trainer(settings.Id);
        await trainer.Start(Plan with { ValidationSteps = 4, ValidationRows = 3 }, replan: false);
        await EndedAsync(trainer, TrainerState.Finished);
        var measured = (await trainer.Status()).Validation;
        var smoothed = (await cluster.Grains.Session(settings.Id).Status()).SmoothedLoss;

        await cluster.EndActivationAsync(trainer);
        await cluster.EndActivationAsync(cluster.Grains.Session(settings.Id));

        Assert.Equal(new Validation(1.0 / 7, 6, IsSample: true), measured);
        Assert.Equal(measured, (await trainer.Status()).Validation);
        Assert.NotNull(smoothed);
        Assert.Equal(smoothed, (await cluster.Grains.Session(settings.Id).Status()).SmoothedLoss);
    }

    [Fact]
    public async Task A_checkpoint_of_steps_that_were_planned_again_is_passed_over()
    {
        var (settings, run) = await SessionAsync(steps: 6);
        run.WaitsAt = 3;
        var trainer = cluster.Grains.Trainer(settings.Id);
        await trainer.Start(Plan with { CheckpointSteps = 2 }, replan: false);
        await run.Reached;
        var stopping = trainer.Stop();
        run.GoOn();
        Assert.Equal(4, (await stopping).CheckpointStep); // the newest; another one is of step 2
        await ReplanAsync(settings, fromStep: 2, steps: 2);

        // A superseded trainer that was late saves what it had.
        await new Checkpoints(cluster.Files, settings.Id).SaveAsync(
            new SimulatedTrainingEngine("late", run),
            branch: 1,
            step: 5
        );
        await cluster.EndActivationAsync(trainer);
        Assert.Equal(2, (await trainer.Status()).CheckpointStep);
        await trainer.Start(Plan, replan: false);
        await EndedAsync(trainer, TrainerState.Finished);

        Assert.Equal([0, 1, 2, 3, 2, 3, 4, 5], run.Steps);
    }

    // As a trainer outside does it that goes on from a step of its own.
    private async Task ReplanAsync(SessionSettings settings, long fromStep, int steps)
    {
        var session = cluster.Grains.Session(settings.Id);
        var joined = Assert.IsType<JoinAnswer.Joined>(await session.Join("outside", 1, fromStep, replan: true));
        for (var step = fromStep; step < fromStep + steps; step++)
        {
            var batch = Assert.IsType<StepAnswer.HandedOut>(await session.Step(joined.Branch, step)).Batch;
            await session.Report(joined.Branch, new StepReport(step, 1, [], TokenHashes.Of(batch.Tokens)));
        }
    }

    private async Task<(SessionSettings Settings, TrainedRun Run)> SessionAsync(long steps)
    {
        var corpus = await cluster.ScoredCorpusAsync(20);
        var settings = await cluster.CreateSessionAsync(corpus, steps);
        return (settings, cluster.Training.Run(settings.Seed));
    }

    private static Task EndedAsync(ITrainerGrain trainer, TrainerState state) =>
        GrainClusterWork.UntilAsync(async () =>
        {
            var status = await trainer.Status();
            Assert.NotEqual(TrainerState.Failed, status.State);
            return status.State == state;
        });
}
