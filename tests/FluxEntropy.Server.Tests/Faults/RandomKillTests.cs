using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>The server is killed at moments that nobody chose, again and again on one folder.</summary>
[Trait("Category", "soak")]
public class RandomKillTests
{
    private const int Kills = 6;
    private const ulong Steps = 60;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Killed_at_random_moments_nothing_is_lost(int seed)
    {
        using var folder = new TemporaryFolder();
        var random = new Random(seed);
        var client = new PipelineClient(PipelineClient.Documents(1500, seed));
        for (var kill = 0; kill < Kills; kill++)
        {
            await using var server = await FluxServerProcess.StartAsync(folder["data"]);
            var work = Work.UntilItDiesAsync(client, server, Steps);
            await Task.WhenAny(work, Task.Delay(random.Next(50, 4000)));
            server.Process.Kill();
            await server.Process.ExitAsync();
            await work;
        }

        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, Steps);
            await PipelineClient.TrainAsync(server.Channel);
            Assert.Equal(1500ul, (await PipelineClient.ScoredAsync(server.Channel)).Indexed);
            Assert.Equal(State.Finished, (await PipelineClient.TrainedAsync(server.Channel)).State);
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }
        await Verification.SoundAsync(folder, client);
    }
}
