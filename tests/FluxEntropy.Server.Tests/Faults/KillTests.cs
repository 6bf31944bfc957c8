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

    [Theory]
    [InlineData("shard.append.before-fsync:9")]
    [InlineData("shard.append.before-ack:9")]
    [InlineData("shard.cut:2")]
    [InlineData("scorer.before-score:2")]
    [InlineData("scorer.before-publish:2")]
    [InlineData("scorer.after-publish:2")]
    [InlineData("aggregator.before-record:1")]
    [InlineData("session.before-log:6")]
    [InlineData("session.before-handout:6")]
    [InlineData("trainer.before-step:8")]
    [InlineData("trainer.before-report:8")]
    [InlineData("checkpoint.before-files:2")]
    [InlineData("checkpoint.after-config:2")]
    [InlineData("checkpoint.after-weights:2")]
    [InlineData("checkpoint.after-optimizer:2")]
    [InlineData("checkpoint.before-fsync:2")]
    [InlineData("checkpoint.before-manifest:2")]
    [InlineData("checkpoint.after-manifest:2")]
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
            if (
                !point.StartsWith("trainer", StringComparison.Ordinal)
                && !point.StartsWith("checkpoint", StringComparison.Ordinal)
            )
                await PipelineClient.TrainAsync(server.Channel); // else it trains on without being asked
            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal((400ul, 400ul, 0ul), (corpus.Documents, corpus.Indexed, corpus.Pending));
            var trained = await PipelineClient.TrainedAsync(server.Channel);
            Assert.Equal((State.Finished, Steps), (trained.State, trained.Step));
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }

        await Verification.SoundAsync(folder, client);
    }
}
