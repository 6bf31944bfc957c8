using FluxEntropy.V1;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Pipeline;

public class SimulatedDeviceTests
{
    private const ulong Steps = 6;

    [Fact]
    public async Task Simulated_devices_fill_the_same_files_under_a_profile_of_their_own()
    {
        using var folder = new TemporaryFolder();
        var client = new PipelineClient(PipelineClient.Documents(400));
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], devices: "sim:4@20000"))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal(("simulated", 400ul, 400ul), (corpus.Profile.Model, corpus.Indexed, corpus.Ranked));
            var status = await new Cluster.ClusterClient(server.Channel).StatusAsync(new ClusterStatusRequest());
            Assert.Equal(
                (4, 400ul),
                (status.Devices.Count, status.Devices.Aggregate(0ul, (sum, device) => sum + device.Documents))
            );
            await PipelineClient.CreateSessionAsync(server.Channel, Steps);
            await PipelineClient.TrainAsync(server.Channel);
            Assert.Equal(State.Finished, (await PipelineClient.TrainedAsync(server.Channel)).State);
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }
        await Faults.Verification.SoundAsync(folder, client);
    }

    [Fact]
    public async Task A_simulated_device_leaves_what_a_model_is_to_score_to_others()
    {
        using var folder = new TemporaryFolder();
        var client = new PipelineClient(PipelineClient.Documents(60));
        await using var server = await FluxServerProcess.StartAsync(folder["data"], devices: "cpu:1,sim:2@1000000");
        await PipelineClient.CreateCorpusAsync(server.Channel);
        await client.IngestAsync(server.Channel);
        Assert.NotEqual("simulated", (await PipelineClient.ScoredAsync(server.Channel)).Profile.Model);
        var status = await new Cluster.ClusterClient(server.Channel).StatusAsync(new ClusterStatusRequest());
        Assert.Equal([60ul, 0ul, 0ul], status.Devices.Select(device => device.Documents));
        Assert.DoesNotContain("failed", server.Process.Errors, StringComparison.Ordinal);
    }
}
