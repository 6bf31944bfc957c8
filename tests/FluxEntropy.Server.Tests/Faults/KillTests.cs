using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>
/// The server is killed at a named point of its code, started again, and must go on by itself: documents are scored, the
/// run trains to its end, and the data folder holds everything that was acknowledged, exactly once.
/// </summary>
[Trait("Category", "faults")]
public class KillTests
{
    private const int Killed = 128 + 9;
    private const ulong Steps = 24;
    private const ulong LongSteps = 120; // each life of a trainer goes on some steps beyond its last checkpoint

    private static readonly string[] PointsOfTraining =
    [
        "session.before-log:6",
        "session.before-handout:6",
        "trainer.before-step:8",
        "trainer.before-report:8",
        "checkpoint.before-files:2",
        "checkpoint.after-config:2",
        "checkpoint.after-weights:2",
        "checkpoint.after-optimizer:2",
        "checkpoint.before-fsync:2",
        "checkpoint.before-manifest:2",
        "checkpoint.after-manifest:2",
    ];

    [Theory]
    [InlineData("shard.append.before-fsync:9")]
    [InlineData("shard.append.before-ack:9")]
    [InlineData("shard.cut:2")]
    [InlineData("scorer.before-score:2")]
    [InlineData("scorer.before-publish:2")]
    [InlineData("scorer.after-publish:2")]
    [InlineData("aggregator.before-record:1")]
    public async Task Killed_at_a_point_nothing_is_lost_and_the_work_goes_on(string point)
    {
        using var folder = new TemporaryFolder();
        var client = new PipelineClient(PipelineClient.Documents(400));

        await using (var server = await FluxServerProcess.StartAsync(folder["data"], point))
        {
            await Work.UntilItDiesAsync(client, server, Steps);
            await server.Process.ExitAsync();
            Assert.Equal(Killed, server.Process.ExitCode);
        }

        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, Steps);
            await PipelineClient.TrainAsync(server.Channel);
            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal((400ul, 400ul, 0ul), (corpus.Documents, corpus.Indexed, corpus.Pending));
            var trained = await PipelineClient.TrainedAsync(server.Channel);
            Assert.Equal((State.Finished, Steps), (trained.State, trained.Step));
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }

        await Verification.SoundAsync(folder, client);
    }

    [Fact]
    public async Task A_run_that_is_killed_at_one_point_after_the_other_trains_on_by_itself_to_its_end()
    {
        using var folder = new TemporaryFolder();
        var client = new PipelineClient(PipelineClient.Documents(400));
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], PointsOfTraining[0]))
        {
            await Work.UntilItDiesAsync(client, server, LongSteps);
            await server.Process.ExitAsync();
            Assert.Equal(Killed, server.Process.ExitCode);
        }

        foreach (var point in PointsOfTraining[1..])
        {
            await using var server = FluxProcess.Start(
                ["serve", "--data", folder["data"], "--listen", "http://127.0.0.1:0", "--devices", "cpu:2"],
                point
            );
            await server.ExitAsync();
            Assert.True(server.ExitCode == Killed, $"{point}: exit code {server.ExitCode}\n{server.Errors}");
        }

        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            var trained = await PipelineClient.TrainedAsync(server.Channel);
            Assert.Equal((State.Finished, LongSteps), (trained.State, trained.Step));
            Assert.Equal(400ul, (await PipelineClient.ScoredAsync(server.Channel)).Indexed);
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }

        await Verification.SoundAsync(folder, client);
    }
}
