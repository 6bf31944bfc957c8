using FluxEntropy.Server.Tests.Processes;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>The whole job on several processes over one data folder and one Redis.</summary>
[Trait("Category", "faults")]
public sealed class ClusterTests
{
    private const ulong Steps = 12;
    private const int Count = 400;

    private readonly PipelineClient _client = new(PipelineClient.Documents(Count));

    [Fact]
    public async Task One_gateway_one_data_and_two_device_processes_do_the_whole_job()
    {
        await using var cluster = await FluxCluster.StartAsync();
        var data = await cluster.AddDataAsync();
        FluxServerProcess[] devices = [await cluster.AddDeviceAsync(), await cluster.AddDeviceAsync()];

        await IngestAsync(cluster);
        await ScoredAndTrainedAsync(cluster);

        Assert.All([cluster.Gateway, data], server => Assert.DoesNotContain("libtorch", Maps(server), StringComparison.Ordinal));
        Assert.Contains(devices, server => Maps(server).Contains("libtorch", StringComparison.Ordinal));
        Assert.Equal(4, Directory.GetFiles(Path.Join(cluster.Data, "servers")).Length);
        await cluster.StopSoundAsync(_client);
        Assert.All(devices.Append(data).Append(cluster.Gateway), server => Assert.Equal(0, server.Process.ExitCode));
        Assert.Empty(Directory.GetFiles(Path.Join(cluster.Data, "servers")));
    }

    private async Task IngestAsync(FluxCluster cluster)
    {
        await cluster.UntilDoneAsync(channel => PipelineClient.CreateCorpusAsync(channel));
        await cluster.UntilDoneAsync(_client.IngestAsync);
    }

    private static async Task ScoredAndTrainedAsync(FluxCluster cluster)
    {
        await cluster.UntilDoneAsync(channel => PipelineClient.CreateSessionAsync(channel, Steps));
        await cluster.UntilDoneAsync(PipelineClient.TrainAsync);
        var corpus = await cluster.UntilDoneAsync(PipelineClient.ScoredAsync);
        Assert.Equal((Count, Count, 0), ((int)corpus.Documents, (int)corpus.Indexed, (int)corpus.Pending));
        var trained = await cluster.UntilDoneAsync(PipelineClient.TrainedAsync);
        Assert.Equal((State.Finished, Steps), (trained.State, trained.Step));
    }

    private static string Maps(FluxServerProcess server) => File.ReadAllText($"/proc/{server.Process.Id}/maps");
}
