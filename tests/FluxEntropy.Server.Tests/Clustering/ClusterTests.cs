using FluxEntropy.Server.Tests.Processes;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>The whole job on several processes, and what happens when one of them dies, hangs, or comes and goes.</summary>
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

    [Theory]
    [InlineData("scorer.before-score:2")]
    [InlineData("scorer.before-publish:2")]
    [InlineData("scorer.after-publish:2")]
    public async Task A_device_process_is_killed_and_another_one_goes_on(string point)
    {
        await using var cluster = await FluxCluster.StartAsync();
        await cluster.AddDataAsync();
        var dying = await cluster.AddDeviceAsync(point);

        await IngestAsync(cluster);
        await dying.Process.ExitAsync();
        await cluster.AddDeviceAsync();
        await ScoredAndTrainedAsync(cluster);

        Assert.Equal(128 + 9, dying.Process.ExitCode);
        await cluster.StopSoundAsync(_client);
    }

    [Theory]
    [InlineData("shard.append.before-ack:9")]
    [InlineData("aggregator.before-record:1")]
    [InlineData("session.before-handout:6")]
    public async Task A_data_process_is_killed_and_another_one_goes_on(string point)
    {
        await using var cluster = await FluxCluster.StartAsync();
        var dying = await cluster.AddDataAsync(point);
        await cluster.AddDeviceAsync();

        var work = WorkAsync(cluster);
        await dying.Process.ExitAsync();
        await cluster.AddDataAsync();
        await work;

        Assert.Equal(128 + 9, dying.Process.ExitCode);
        await cluster.StopSoundAsync(_client);
    }

    [Fact]
    public async Task Device_processes_come_and_go_while_the_work_goes_on()
    {
        await using var cluster = await FluxCluster.StartAsync();
        await cluster.AddDataAsync();
        List<FluxServerProcess> devices = [await cluster.AddDeviceAsync()];
        await IngestAsync(cluster);

        while (devices.Count < 4)
            devices.Add(await cluster.AddDeviceAsync());
        var work = ScoredAndTrainedAsync(cluster);
        foreach (var leaving in devices.Take(2))
            await leaving.StopAsync();
        await work;

        Assert.All(devices.Take(2), server => Assert.Equal(0, server.Process.ExitCode));
        await cluster.StopSoundAsync(_client);
    }

    [Fact]
    public async Task A_data_process_that_hung_and_wakes_up_can_write_nothing_any_more()
    {
        await using var cluster = await FluxCluster.StartAsync();
        var hanging = await cluster.AddDataAsync();
        await cluster.AddDeviceAsync();
        await IngestAsync(cluster);

        hanging.Process.Suspend();
        await cluster.AddDataAsync();
        await ScoredAndTrainedAsync(cluster);
        hanging.Process.Wake();
        await hanging.Process.ExitAsync(); // its cluster went on without it
        await IngestAsync(cluster);

        await cluster.StopSoundAsync(_client);
    }

    [Fact]
    public async Task Everything_is_killed_and_started_again()
    {
        await using var cluster = await FluxCluster.StartAsync();
        await cluster.AddDataAsync();
        await cluster.AddDeviceAsync();
        await IngestAsync(cluster);

        await cluster.KillAsync();
        await cluster.Redis.KillAsync();
        await cluster.Redis.StartAgainAsync();
        await cluster.ReplaceGatewayAsync();
        await cluster.AddDataAsync();
        await cluster.AddDeviceAsync();
        await WorkAsync(cluster);

        await cluster.StopSoundAsync(_client);
    }

    private async Task WorkAsync(FluxCluster cluster)
    {
        await IngestAsync(cluster);
        await ScoredAndTrainedAsync(cluster);
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
