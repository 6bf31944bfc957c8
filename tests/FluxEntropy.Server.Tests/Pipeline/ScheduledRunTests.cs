using FluxEntropy.Server.Tests.Processes;
using FluxEntropy.V1;
using Grpc.Core;
using Curriculum = FluxEntropy.V1.Curriculum;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>Whole runs under schedules that do more than follow a line, through a real server, each log replayed at the end.</summary>
public class ScheduledRunTests
{
    private const ulong Steps = 60;

    [Fact]
    public async Task Reported_losses_move_the_weights_of_an_adaptive_schedule()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await StartAsync(folder, "doReMi(bins=3, stepSize=0.2)"))
        {
            using var consumer = new Consumer(server.Channel, "run", credits: 1);
            await foreach (var batch in consumer.BatchesAsync())
                await consumer.ReportAsync(batch, loss: 3, bin => bin == 2 ? 4 : 2);
            await consumer.EndAsync();

            var sessions = new V1.Sessions.SessionsClient(server.Channel);
            var early = await sessions.ServedAsync(new ServedRequest { Session = PipelineClient.Session, ToStep = 5 });
            var late = await sessions.ServedAsync(
                new ServedRequest { Session = PipelineClient.Session, FromStep = Steps - 20 }
            );
            Assert.InRange(Share(early, 2), 0.05, 0.8);
            Assert.InRange(Share(late, 2), 0.9, 1);
            await server.StopAsync();
        }
        await Faults.Verification.SoundAsync(folder);
    }

    [Fact]
    public async Task A_run_stops_where_a_bin_runs_dry_and_goes_on_under_another_curriculum()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await StartAsync(folder, "manual(1, 0, 0, 0, 0, 0, 0, 0, dry=stop)"))
        {
            var curricula = new Curriculum.CurriculumClient(server.Channel);
            using (var consumer = new Consumer(server.Channel, "first", credits: 1))
                await consumer.BatchesAsync().FirstAsync(); // now there is a snapshot
            var preview = await curricula.PreviewAsync(
                new PreviewCurriculumRequest { Session = PipelineClient.Session }
            );
            var stopped = await PipelineClient.TrainAndWaitAsync(server.Channel);
            Assert.Equal(preview.StopsAt, stopped.Step);
            Assert.Equal(TrainingStatus.Types.State.Stopped, stopped.State);
            Assert.Contains($"bin 1 of 8 ran dry at step {stopped.Step}", stopped.Error, StringComparison.Ordinal);
            Assert.Equal(stopped.Step, stopped.CheckpointStep);
            Assert.InRange(stopped.Step, 1ul, Steps - 1);

            using (var consumer = new Consumer(server.Channel, "outside", credits: 1))
            {
                var refused = await Assert.ThrowsAsync<RpcException>(async () =>
                    await consumer.BatchesAsync(stopped.Step).ToListAsync()
                );
                Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
                Assert.Contains("curriculum.dry: bin 1 of 8 ran dry", refused.Status.Detail, StringComparison.Ordinal);
            }

            await curricula.UpdateAsync(
                new UpdateCurriculumRequest
                {
                    Session = PipelineClient.Session,
                    ExpectedVersion = 1,
                    Curriculum = new CurriculumSpec
                    {
                        Schedule = "manual(1, 0, 0, 0, 0, 0, 0, 0)",
                        Dry = CurriculumSpec.Types.Dry.Neighbour,
                    },
                }
            );
            Assert.Equal(
                TrainingStatus.Types.State.Finished,
                (await PipelineClient.TrainAndWaitAsync(server.Channel)).State
            );
            var served = await new V1.Sessions.SessionsClient(server.Channel).ServedAsync(
                new ServedRequest { Session = PipelineClient.Session, FromStep = stopped.Step + 1 }
            );
            Assert.True(served.Tokens[1] > 0, "the neighbour is served once the bin is dry");
            await server.StopAsync();
        }
        await Faults.Verification.SoundAsync(folder);
    }

    [Fact]
    public async Task A_resume_serves_what_the_log_has_or_plans_it_anew()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await StartAsync(folder, "sequential"))
        {
            var first = await TakeAsync(server, "first", 0, 20);
            await new Curriculum.CurriculumClient(server.Channel).UpdateAsync(
                new UpdateCurriculumRequest
                {
                    Session = PipelineClient.Session,
                    ExpectedVersion = 1,
                    Curriculum = new CurriculumSpec { Schedule = "reverse" },
                }
            );
            Assert.Equal(first[10..], await TakeAsync(server, "again", 10, 10));
            var anew = await TakeAsync(server, "anew", 10, 12, replan: true);
            Assert.Equal(first[10].Tokens, anew[0].Tokens); // nothing was retuned at that step, and it is drawn by the same seed
            Assert.Equal(2ul, anew[^1].CurriculumVersion);
            var session = await new V1.Sessions.SessionsClient(server.Channel).GetAsync(
                new GetSessionRequest { Session = PipelineClient.Session }
            );
            Assert.InRange(session.NextStep, 22ul, 24ul); // one more may be under way
            await server.StopAsync();
        }
        await Faults.Verification.SoundAsync(folder);

        static async Task<TokenBatch[]> TakeAsync(
            FluxServerProcess server,
            string run,
            ulong from,
            int steps,
            bool replan = false
        )
        {
            using var consumer = new Consumer(server.Channel, run, credits: 1);
            return await consumer.BatchesAsync(from, replan).Take(steps).ToArrayAsync();
        }
    }

    [Fact]
    public async Task The_trainer_inside_reports_its_loss_on_documents_held_out()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await StartAsync(folder, "sequential | warmup(0.5)"))
        {
            var request = new StartTrainingRequest
            {
                Session = PipelineClient.Session,
                Decay = LearningRateDecay.Cosine,
                LearningRate = 0.01,
                Accumulation = 2,
                ValidationSteps = 20,
                CheckpointSteps = 30,
                Model = new TrainedModel
                {
                    Layers = 1,
                    Heads = 2,
                    Hidden = 16,
                },
            };
            await new Training.TrainingClient(server.Channel).StartAsync(request);
            var trained = await PipelineClient.TrainedAsync(server.Channel);
            var session = await new V1.Sessions.SessionsClient(server.Channel).GetAsync(
                new GetSessionRequest { Session = PipelineClient.Session }
            );
            Assert.Equal(Steps, trained.ValidationStep);
            Assert.InRange(trained.ValidationLoss, 0.1, session.FirstLoss - 0.1); // which knew nothing yet
            await server.StopAsync();
        }
        await Faults.Verification.SoundAsync(folder);
    }

    [Fact]
    public async Task A_trainer_that_was_stopped_and_went_on_has_the_weights_of_one_that_was_not()
    {
        using var folder = new TemporaryFolder();
        await using var server = await StartAsync(folder, "sequential | floor(0.2)");
        Assert.Equal(
            TrainingStatus.Types.State.Finished,
            (await PipelineClient.TrainAndWaitAsync(server.Channel)).State
        );

        var interrupted = await InterruptedAsync(server);
        await PipelineClient.TrainAsync(server.Channel, interrupted);
        Assert.Equal(
            TrainingStatus.Types.State.Finished,
            (await PipelineClient.TrainedAsync(server.Channel, interrupted)).State
        );

        var (straight, resumed) = (await CheckpointAsync(PipelineClient.Session), await CheckpointAsync(interrupted));
        foreach (var file in new[] { "model.safetensors", "optimizer.bin", "generator.bin" })
            Assert.Equal(
                await File.ReadAllBytesAsync(Path.Combine(straight, file)),
                await File.ReadAllBytesAsync(Path.Combine(resumed, file))
            );
        await server.StopAsync();

        async Task<string> CheckpointAsync(string name)
        {
            var session = await new V1.Sessions.SessionsClient(server.Channel).GetAsync(
                new GetSessionRequest { Session = name }
            );
            return Directory
                .GetDirectories(folder["data"], $"{Steps:D12}-*", SearchOption.AllDirectories)
                .Single(path => path.Contains(session.Id, StringComparison.Ordinal));
        }
    }

    /// <summary>A session whose training was stopped in the middle: one that was faster than this client is followed by another.</summary>
    private static async Task<string> InterruptedAsync(FluxServerProcess server)
    {
        var training = new Training.TrainingClient(server.Channel);
        for (var attempt = 1; ; attempt++)
        {
            var name = $"interrupted-{attempt}";
            await PipelineClient.CreateSessionAsync(
                server.Channel,
                name,
                Steps,
                new CurriculumSpec { Schedule = "sequential | floor(0.2)" }
            );
            await PipelineClient.TrainAsync(server.Channel, name);
            var session = new GetSessionRequest { Session = name };
            while (await training.StatusAsync(session) is { Step: 0, State: not TrainingStatus.Types.State.Failed })
            {
                // It is to be stopped in the middle.
            }
            if ((await training.StopAsync(session)).Step < Steps)
                return name;
        }
    }

    private static double Share(ServedResponse served, int bin) =>
        served.Tokens[bin] / (double)served.Tokens.Aggregate((sum, tokens) => sum + tokens);

    private static async Task<FluxServerProcess> StartAsync(TemporaryFolder folder, string schedule)
    {
        var server = await FluxServerProcess.StartAsync(folder["data"], fault: null);
        await new Corpora.CorporaClient(server.Channel).CreateAsync(
            new CreateCorpusRequest
            {
                Name = PipelineClient.Name,
                Shards = 4,
                Groups = 2,
                HeldOutFraction = 0.1,
            }
        );
        await new PipelineClient(PipelineClient.Documents(300)).IngestAsync(server.Channel);
        await PipelineClient.ScoredAsync(server.Channel);
        var spec = Curricula.CurriculumJson.ReadAny(schedule);
        await PipelineClient.CreateSessionAsync(
            server.Channel,
            Steps,
            new CurriculumSpec
            {
                Bins = (uint)spec.Bins,
                Schedule = Curricula.CurriculumJson.OneLine(spec.Schedule),
                Dry = (CurriculumSpec.Types.Dry)((int)spec.Dry + 1),
            }
        );
        return server;
    }
}
