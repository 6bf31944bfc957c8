using FluxEntropy.V1;

namespace FluxEntropy.Server.Tests.Pipeline;

public class RestartTests
{
    private const ulong Documents = 400;
    private const int Shards = 192; // of one aggregator, which reads the files of 16 in a turn
    private const string EveryCallLateOrTwice = "grain.calls=100"; // so that turns take a while

    [Fact]
    public async Task A_server_that_is_started_again_ranks_from_its_first_answer_on_what_it_ranked_before()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel, Shards, groups: 1);
            await new PipelineClient(PipelineClient.Documents((int)Documents)).IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal(Documents, await CountAsync(server));
            server.Process.Kill();
        }
        await using var again = await FluxServerProcess.StartAsync(folder["data"], EveryCallLateOrTwice);
        Assert.Equal(Documents, await CountAsync(again));
        await again.StopAsync();
    }

    private static async Task<ulong> CountAsync(FluxServerProcess server) =>
        (
            await new V1.Scores.ScoresClient(server.Channel).DistributionAsync(
                new DistributionRequest { Corpus = PipelineClient.Name }
            )
        ).Documents;
}
