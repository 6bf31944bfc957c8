using FluxEntropy.V1;
using Grpc.Core;
using Curriculum = FluxEntropy.V1.Curriculum;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>The trainer inside the server goes on under another curriculum.</summary>
public class ResumeUnderTests
{
    private const ulong Steps = 10_000; // never trained to the end: it is stopped on the way

    [Fact]
    public async Task Training_resumes_from_its_checkpoint_under_another_curriculum_in_one_call()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], fault: null))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await new PipelineClient(PipelineClient.Documents(100)).IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, Steps);
            var training = new Training.TrainingClient(server.Channel);
            var session = new GetSessionRequest { Session = PipelineClient.Session };
            await PipelineClient.TrainAsync(server.Channel);
            using (var watch = training.Watch(session))
            {
                await foreach (var status in watch.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
                {
                    if (status.Step >= 5)
                        break;
                }
            }
            var stopped = await training.StopAsync(session);
            var start = new StartTrainingRequest
            {
                Session = PipelineClient.Session,
                Curriculum = new CurriculumSpec { Bins = 4, Schedule = "uniform" },
            };
            await training.StartAsync(start);
            var history = await new Curriculum.CurriculumClient(server.Channel).HistoryAsync(
                new GetCurriculumRequest { Session = PipelineClient.Session }
            );
            Assert.Equal(stopped.CheckpointStep, history.Versions[^1].FromStep);
            Assert.Equal("uniform", history.Versions[^1].Curriculum.Schedule);
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await training.StartAsync(start));
            Assert.Contains("is being trained", refused.Status.Detail, StringComparison.Ordinal);
            await training.StopAsync(session);
            await server.StopAsync();
        }
        await Faults.Verification.SoundAsync(folder);
    }
}
