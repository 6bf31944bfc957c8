using FluxEntropy.Sessions;
using FluxEntropy.V1;
using Grpc.Core;
using static FluxEntropy.Server.Tests.Services.ServiceTests;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Services;

[Collection(Name)]
public sealed class TrainingServiceTests(ServiceHost host)
{
    [Fact]
    public async Task A_run_is_idle_then_watched_to_its_end_and_starting_it_again_changes_nothing()
    {
        var (session, run) = await SessionAsync();

        var before = await Status(session);
        var ended = await host.TrainAsync(session);
        var again = await host.Training.StartAsync(new StartTrainingRequest { Session = session });

        Assert.Equal((State.Idle, 0ul, 20ul), (before.State, before.Step, before.TotalSteps));
        Assert.Equal((State.Finished, 20ul, 20ul), (ended.State, ended.Step, ended.CheckpointStep));
        Assert.Equal((1.0, 1.0 / 20), (ended.FirstLoss, ended.LastLoss));
        Assert.Equal(State.Finished, again.State);
        Assert.Equal(20, run.Steps.Count);
    }

    [Fact]
    public async Task What_the_machine_cannot_train_is_refused_with_what_there_is_and_nothing_is_started()
    {
        var (session, run) = await SessionAsync();

        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^model: 256 layers of width 8192 take about 3,298.5 GB to train: .* trains has [0-9,.]+ GB.*Train a smaller model",
            host.Training.StartAsync(
                new StartTrainingRequest
                {
                    Session = session,
                    Model = new TrainedModel { Layers = 256, Hidden = 8192 },
                }
            )
        );
        await RefusedAsync(
            StatusCode.InvalidArgument,
            "^device: 'cpu:1024' asks for more threads than the [0-9]+ processors",
            host.Training.StartAsync(new StartTrainingRequest { Session = session, Threads = 1024 })
        );

        Assert.Equal((State.Idle, 0), ((await Status(session)).State, run.Engines));
        Assert.Equal(State.Finished, (await host.TrainAsync(session)).State); // the plan of what was refused is none
    }

    [Fact]
    public async Task What_a_run_has_learned_is_measured_on_documents_held_out_or_else_on_a_sample()
    {
        var (heldOut, _) = await host.SessionAsync(await host.CorpusAsync(documents: 60, heldOut: 0.5));
        var (sampled, _) = await SessionAsync();

        var onHeldOut = await host.TrainAsync(heldOut);
        var onSample = await host.TrainAsync(sampled);
        var session = await host.Sessions.GetAsync(new GetSessionRequest { Session = sampled });

        // The simulated model's loss is 1 / (1 + steps) on what it is not trained on, and 1 / steps on what it is.
        Assert.Equal(1.0 / 21, onHeldOut.ValidationLoss, 12);
        Assert.False(onHeldOut.HasSampleLoss);
        Assert.Equal(1.0 / 21, onSample.SampleLoss, 12);
        Assert.Equal((20ul, 20ul), (onHeldOut.ValidationStep, onSample.SampleStep));
        Assert.False(onSample.HasValidationLoss);
        var average = new LossAverage();
        for (var step = 1; step <= 20; step++)
            average.Add(1.0 / step);
        Assert.Equal(average.Value!.Value, onSample.SmoothedLoss, 12);
        Assert.Equal(
            (onSample.SmoothedLoss, onSample.FirstLoss, onSample.LastLoss),
            (session.SmoothedLoss, session.FirstLoss, session.LastLoss)
        );
    }

    [Fact]
    public async Task A_run_that_waits_for_documents_says_how_many_tokens_are_missing()
    {
        var corpus = await host.CorpusAsync(documents: 1);
        var (session, _) = await host.SessionAsync(corpus);
        await host.Training.StartAsync(new StartTrainingRequest { Session = session });
        using var watch = host.Training.Watch(new GetSessionRequest { Session = session });
        var status = new TrainingStatus();
        while (status.State != State.Waiting && await watch.ResponseStream.MoveNext(default))
            status = watch.ResponseStream.Current;
        var ranked = (await host.ScoredAsync(corpus)).Tokens;

        await host.AppendAsync(corpus, [.. Enumerable.Range(1, 60).Select(ServiceHost.Document)]);

        Assert.Equal((ranked, 2 * 17ul), (status.Waiting.RankedTokens, status.Waiting.NeededTokens));
        while (await watch.ResponseStream.MoveNext(default))
            status = watch.ResponseStream.Current;
        Assert.Equal(State.Finished, status.State);
        Assert.Null(status.Waiting);
    }

    [Fact]
    public async Task A_run_that_is_stopped_has_a_checkpoint_and_goes_on_from_it()
    {
        var (session, run) = await SessionAsync();
        run.WaitsAt = 7;
        await host.Training.StartAsync(new StartTrainingRequest { Session = session, CheckpointSteps = 100 });
        await run.Reached;
        var stopping = host.Training.StopAsync(new GetSessionRequest { Session = session });
        run.GoOn();

        var stopped = await stopping;

        Assert.Equal(State.Stopped, stopped.State);
        Assert.Equal(stopped.Step, stopped.CheckpointStep);
        Assert.InRange(stopped.Step, 7ul, 19ul);
        Assert.Equal(State.Finished, (await host.TrainAsync(session)).State);
        Assert.Equal(Enumerable.Range(0, 20).Select(step => (long)step), run.Steps);
    }

    [Fact]
    public async Task A_run_in_progress_is_neither_planned_again_nor_put_under_another_curriculum_by_a_start()
    {
        var (session, run) = await SessionAsync();
        run.WaitsAt = 3;
        await host.Training.StartAsync(new StartTrainingRequest { Session = session });
        await run.Reached;

        await RefusedAsync(
            StatusCode.FailedPrecondition,
            "^replan: session .* is being trained; stop it first",
            Start(new() { Session = session, Replan = true })
        );
        await RefusedAsync(
            StatusCode.FailedPrecondition,
            "^curriculum: session .* is being trained; stop it first, or replace its curriculum while it runs",
            Start(new() { Session = session, Curriculum = Spec("uniform") })
        );

        Assert.Equal(State.Running, (await Start(new() { Session = session })).State);
        run.GoOn();
        Assert.Equal(State.Finished, (await host.TrainAsync(session)).State);
        Assert.Equal(20, run.Steps.Count);
    }

    [Fact]
    public async Task A_run_outside_is_kept_where_that_is_asked_for_and_superseded_otherwise()
    {
        var (session, _) = await SessionAsync();
        using var outside = host.Batches.Consume();
        await outside.RequestStream.WriteAsync(
            new ConsumeRequest
            {
                Join = new JoinRun { Session = session, Run = "outside" },
            }
        );
        Assert.True(await outside.ResponseStream.MoveNext(TestContext.Current.CancellationToken));

        await RefusedAsync(
            StatusCode.FailedPrecondition,
            "^session: external run 'outside' is training .*: it reported 0 of 20 steps and has not ended",
            Start(new() { Session = session, KeepExternalRun = true })
        );
        var ended = await host.TrainAsync(session);
        await outside.RequestStream.WriteAsync(new ConsumeRequest { Credits = 1 });

        Assert.Equal(State.Finished, ended.State);
        Check(
            await Assert.ThrowsAsync<RpcException>(() =>
                outside.ResponseStream.MoveNext(TestContext.Current.CancellationToken)
            ),
            StatusCode.Aborted,
            "."
        );
    }

    [Fact]
    public async Task What_cannot_be_trained_is_refused_with_the_field_and_what_can()
    {
        var (session, run) = await SessionAsync();

        await Refused(StatusCode.NotFound, "^session: there is no session 'none'", r => r.Session = "none");
        await Refused(StatusCode.InvalidArgument, "^model.architecture: 'none' cannot be trained; expected llama", r =>
            r.Model = new TrainedModel { Architecture = "none" }
        );
        await Refused(StatusCode.InvalidArgument, "^model.hidden: 10 is not a multiple of twice model.heads, 4", r =>
            r.Model = new TrainedModel { Heads = 4, Hidden = 10 }
        );
        await Refused(StatusCode.InvalidArgument, "^learning_rate: 2 is outside", r => r.LearningRate = 2);
        await Refused(StatusCode.InvalidArgument, "^accumulation: 4097 is outside 1 to 4096", r =>
            r.Accumulation = 4097
        );
        await Refused(
            StatusCode.InvalidArgument,
            "^device: 'cuda:7' is not among the devices that this session can be trained on: cpu:N",
            r => r.Device = "cuda:7"
        );
        await Refused(StatusCode.InvalidArgument, "^threads: 2 threads do not fit device 'cpu:3'", r =>
            (r.Device, r.Threads) = ("cpu:3", 2)
        );
        await Refused(StatusCode.InvalidArgument, "^curriculum.schedule", r => r.Curriculum = Spec("sideways"));
        Assert.Equal((State.Idle, 0), ((await Status(session)).State, run.Engines));
        await RefusedAsync(StatusCode.NotFound, "^session: there is no session 'none'", Status("none"));
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'none'",
            host.Training.StopAsync(new GetSessionRequest { Session = "none" })
        );
        await RefusedAsync(
            StatusCode.NotFound,
            "^session: there is no session 'none'",
            host.Training.Watch(new GetSessionRequest { Session = "none" })
        );

        Task Refused(StatusCode status, string said, Action<StartTrainingRequest> change)
        {
            var request = new StartTrainingRequest { Session = session };
            change(request);
            return RefusedAsync(status, said, Start(request));
        }
    }

    private AsyncUnaryCall<TrainingStatus> Start(StartTrainingRequest request) => host.Training.StartAsync(request);

    private AsyncUnaryCall<TrainingStatus> Status(string session) =>
        host.Training.StatusAsync(new GetSessionRequest { Session = session });

    private async Task<(string Name, TrainedRun Run)> SessionAsync() =>
        await host.SessionAsync(await host.CorpusAsync(documents: 60));
}
