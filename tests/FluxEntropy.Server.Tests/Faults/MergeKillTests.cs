using FluxEntropy.V1;
using Grpc.Core;
using Grpc.Net.Client;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>
/// The server is killed while it merges runs, which takes as many seals as fill a tier: every session's first step is
/// one.
/// </summary>
[Trait("Category", "faults")]
public class MergeKillTests
{
    private const int Killed = 128 + 9;
    private const int FullTier = 8;
    private const int Part = 30;

    private readonly IReadOnlyList<Document> _documents = PipelineClient.Documents((FullTier + 1) * Part);

    [Theory]
    [InlineData("aggregator.before-merged-record")]
    [InlineData("aggregator.after-merged-record")]
    public async Task Killed_while_merging_every_row_is_in_one_run(string point)
    {
        using var folder = new TemporaryFolder();
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], point))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel, shards: 2, groups: 1);
            await Assert.ThrowsAsync<RpcException>(async () =>
            {
                for (var seal = 0; seal < FullTier; seal++)
                    await SealAsync(server.Channel, seal);
            });
            await server.Process.ExitAsync();
            Assert.Equal(Killed, server.Process.ExitCode);
        }

        var client = new PipelineClient(_documents);
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await client.IngestAsync(server.Channel);
            await SealAsync(server.Channel, FullTier);
            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal(((ulong)_documents.Count, 0ul), (corpus.Indexed, corpus.Pending));
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }

        await Verification.SoundAsync(folder, client);
    }

    private async Task SealAsync(GrpcChannel channel, int number)
    {
        await new PipelineClient([.. _documents.Skip(number * Part).Take(Part)]).IngestAsync(channel);
        await PipelineClient.ScoredAsync(channel);
        var session = $"run-{number}";
        await PipelineClient.CreateSessionAsync(channel, session, steps: 1);
        await PipelineClient.TrainAsync(channel, session);
        await PipelineClient.TrainedAsync(channel, session);
    }
}
