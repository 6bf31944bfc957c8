using FluxEntropy.Logs;
using FluxEntropy.Sessions;
using FluxEntropy.Storage;
using FluxEntropy.V1;
using Grpc.Core;
using Curriculum = FluxEntropy.V1.Curriculum;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>Curricula change, and documents come in, while a trainer pulls batches.</summary>
public class RetuneTests
{
    private const ulong Steps = 200;

    [Fact]
    public async Task An_update_holds_from_the_step_it_says_and_every_batch_carries_one_version()
    {
        using var folder = new TemporaryFolder();
        var answers = new List<UpdateCurriculumResponse>();
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await new PipelineClient(PipelineClient.Documents(300)).IngestAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, Steps);
            await PipelineClient.TrainAsync(server.Channel);
            var curriculum = new Curriculum.CurriculumClient(server.Channel);
            await foreach (var status in StatusesAsync(new(server.Channel)))
            {
                if (status.Step < 5 * ((ulong)answers.Count + 1) || status.Step > Steps - 10)
                    continue;
                var request = new UpdateCurriculumRequest
                {
                    Session = PipelineClient.Session,
                    ExpectedVersion = (ulong)answers.Count + 1,
                    FromStep = status.Step + (ulong)(answers.Count % 2 * 3) - 2, // in the past and in the future by turns
                    Curriculum = new CurriculumSpec { Bins = (uint)(2 + answers.Count % 3), Schedule = "uniform" },
                };
                var answer = await curriculum.UpdateAsync(request);
                Assert.Equal(request.FromStep, answer.RequestedStep);
                Assert.True(answer.EffectiveStep >= answer.RequestedStep);
                answers.Add(answer);

                var stale = await Assert.ThrowsAsync<RpcException>(() => curriculum.UpdateAsync(request).ResponseAsync);
                Assert.Equal(StatusCode.FailedPrecondition, stale.StatusCode);
                Assert.Contains($"current version is {answers.Count + 1}", stale.Status.Detail);
            }
            await server.StopAsync();
        }

        Assert.True(answers.Count >= 3, $"only {answers.Count} updates were made");
        var planned = (await LogAsync(folder["data"])).OfType<StepPlanned>().ToArray();
        Assert.Equal((int)Steps, planned.Length);
        foreach (var step in planned)
        {
            var inForce = answers.LastOrDefault(answer => answer.EffectiveStep <= (ulong)step.Step.Step)?.Version ?? 1;
            Assert.Equal(inForce, (ulong)step.Step.CurriculumVersion);
        }
    }

    // Asked for, since what is watched comes a second late: by then a small run is over.
    private static async IAsyncEnumerable<TrainingStatus> StatusesAsync(Training.TrainingClient training)
    {
        TrainingStatus status;
        do
        {
            status = await training.StatusAsync(new GetSessionRequest { Session = PipelineClient.Session });
            Assert.NotEqual(State.Failed, status.State);
            yield return status;
        } while (status.State != State.Finished);
    }

    [Fact]
    public async Task A_run_is_served_documents_that_came_after_its_first_step()
    {
        using var folder = new TemporaryFolder();
        long before;
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel, shards: 1, groups: 1);
            await new PipelineClient(PipelineClient.Documents(60, seed: 1)).IngestAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(
                server.Channel,
                400,
                new CurriculumSpec { Bins = 1, Schedule = "uniform" }
            );
            await PipelineClient.TrainAsync(server.Channel);
            using var watch = new Training.TrainingClient(server.Channel).Watch(
                new GetSessionRequest { Session = PipelineClient.Session }
            );
            while (
                await watch.ResponseStream.MoveNext(CancellationToken.None) && watch.ResponseStream.Current.Step == 0
            )
            {
                // Until the first step is done.
            }
            before = (long)(await PipelineClient.ScoredAsync(server.Channel)).Documents;
            await new PipelineClient(PipelineClient.Documents(200, seed: 2)).IngestAsync(server.Channel);
            Assert.Equal(State.Finished, (await PipelineClient.TrainedAsync(server.Channel)).State);
            await server.StopAsync();
        }

        var planned = (await LogAsync(folder["data"])).OfType<StepPlanned>().ToArray();
        Assert.DoesNotContain(planned[0].Step.Rows, row => row.Row >= before);
        Assert.Contains(planned, step => step.Step.Rows.Any(row => row.Row >= before));
    }

    [Fact]
    public async Task A_second_ingest_scores_nothing_again()
    {
        using var folder = new TemporaryFolder();
        var client = new PipelineClient(PipelineClient.Documents(100));
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await client.IngestAsync(server.Channel);
            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal((100ul, 100ul), (corpus.Documents, corpus.Indexed));
            var status = await new Cluster.ClusterClient(server.Channel).StatusAsync(new ClusterStatusRequest());
            Assert.Equal(0ul, Assert.Single(status.Devices).Documents);
        }
    }

    private static async Task<List<SessionLogEntry>> LogAsync(string data)
    {
        var store = new LocalFileStore(data);
        var session = Assert.Single(store.Folders(DataLayout.Sessions));
        var history = await LogHistory.LoadAsync(store, DataLayout.SessionLog(session));
        var entries = new List<SessionLogEntry>();
        await foreach (var record in history.ReadAllAsync())
            entries.Add(SessionLogEntry.Decode(record.Payload.Span));
        return entries;
    }
}
