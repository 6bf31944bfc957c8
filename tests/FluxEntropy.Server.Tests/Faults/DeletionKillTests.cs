using Grpc.Core;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>
/// The server is killed while documents are deleted: a deletion that was acknowledged holds, and everything else is
/// there once.
/// </summary>
[Trait("Category", "faults")]
public class DeletionKillTests
{
    [Theory]
    [InlineData("shard.before-tombstones:1")]
    [InlineData("shard.before-tombstones:4")]
    [InlineData("aggregator.before-record:3")]
    public async Task Killed_in_a_deletion_none_comes_back_and_nothing_else_goes(string point)
    {
        using var folder = new TemporaryFolder();
        var documents = PipelineClient.Documents(300);
        var gone = documents.Where((_, i) => i % 3 == 0).ToArray();
        var client = new PipelineClient(documents);

        await using (var server = await FluxServerProcess.StartAsync(folder["data"], point))
        {
            try
            {
                await PipelineClient.CreateCorpusAsync(server.Channel);
                await client.IngestAsync(server.Channel);
                await PipelineClient.ScoredAsync(server.Channel);
                await PipelineClient.CreateSessionAsync(server.Channel, 6);
                await PipelineClient.TrainAsync(server.Channel);
                await client.DeleteAsync(server.Channel, gone);
                await PipelineClient.ScoredAsync(server.Channel);
                await PipelineClient.CreateSessionAsync(server.Channel, "second", 6);
                await PipelineClient.TrainAsync(server.Channel, "second");
                await PipelineClient.TrainedAsync(server.Channel, "second");
            }
            catch (RpcException)
            {
                // It died in the middle of a call.
            }

            await server.Process.ExitAsync();
        }

        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await client.DeleteAsync(server.Channel, gone);
            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal((200ul, 200ul, 100ul), (corpus.Documents, corpus.Indexed, corpus.Deleted));
            await server.StopAsync();
        }

        await Verification.SoundAsync(folder, client);
    }
}
