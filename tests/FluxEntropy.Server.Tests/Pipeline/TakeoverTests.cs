using FluxEntropy.Server.Tests.Processes;
using FluxEntropy.V1;
using Grpc.Core;
using Curriculum = FluxEntropy.V1.Curriculum;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>What one person does to a session while another one trains on it.</summary>
public class TakeoverTests
{
    private const ulong Steps = 10_000; // never trained to the end: it is stopped at once

    [Fact]
    public async Task A_running_external_job_is_kept_unless_asked_and_replaced_versions_are_named_and_watched()
    {
        using var folder = new TemporaryFolder();
        await using var server = await FluxServerProcess.StartAsync(folder["data"], fault: null);
        await PipelineClient.CreateCorpusAsync(server.Channel);
        await new PipelineClient(PipelineClient.Documents(100)).IngestAsync(server.Channel);
        await PipelineClient.ScoredAsync(server.Channel);
        await PipelineClient.CreateSessionAsync(server.Channel, Steps);

        using (var consumer = new Consumer(server.Channel, "night", credits: 1))
        {
            await foreach (var batch in consumer.BatchesAsync())
            {
                await consumer.ReportAsync(batch, loss: 2);
                break;
            }
            var training = new Training.TrainingClient(server.Channel);
            var start = new StartTrainingRequest { Session = PipelineClient.Session, KeepExternalRun = true };
            var refused = await Assert.ThrowsAsync<RpcException>(async () => await training.StartAsync(start));
            Assert.Equal(StatusCode.FailedPrecondition, refused.StatusCode);
            Assert.Contains("external run 'night' is training run", refused.Status.Detail, StringComparison.Ordinal);
            start.KeepExternalRun = false;
            Assert.Equal(PipelineClient.Session, (await training.StartAsync(start)).Session);
            await training.StopAsync(new GetSessionRequest { Session = PipelineClient.Session });
        }

        var curriculum = new Curriculum.CurriculumClient(server.Channel);
        var later = await UpdateAsync(curriculum, 1, Steps - 1);
        Assert.Empty(later.ReplacedVersions);
        var quick = await UpdateAsync(curriculum, 2, Steps - 2);
        Assert.Equal([later.Version], quick.ReplacedVersions);
        var history = await curriculum.HistoryAsync(new GetCurriculumRequest { Session = PipelineClient.Session });
        Assert.Equal([false, true, false], history.Versions.Select(version => version.HasReplacedBy));
        Assert.Equal(quick.Version, history.Versions[1].ReplacedBy);

        var cursor = new GetCurriculumRequest { Session = PipelineClient.Session, AfterVersion = 1 };
        using var watch = curriculum.Watch(cursor);
        var versions = new List<ulong>();
        await foreach (var state in watch.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
            versions.Add(state.Version);
        Assert.Equal([2UL, 3UL], versions);
    }

    private static async Task<UpdateCurriculumResponse> UpdateAsync(
        Curriculum.CurriculumClient curriculum,
        ulong expected,
        ulong from
    ) =>
        await curriculum.UpdateAsync(
            new UpdateCurriculumRequest
            {
                Session = PipelineClient.Session,
                ExpectedVersion = expected,
                FromStep = from,
                Curriculum = new CurriculumSpec { Bins = 4, Schedule = "uniform" },
            }
        );
}
