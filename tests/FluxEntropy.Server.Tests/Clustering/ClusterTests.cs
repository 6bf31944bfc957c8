using FluxEntropy.V1;

namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>The whole job on several processes over one data folder and one Redis.</summary>
[Trait("Category", "faults")]
public sealed class ClusterTests
{
    private const int Part = 200;

    [Fact]
    public async Task One_gateway_one_data_and_two_device_processes_do_the_whole_job()
    {
        await using var cluster = await FluxCluster.StartAsync();
        var data = await cluster.AddDataAsync();
        FluxServerProcess[] devices = [await cluster.AddDeviceAsync(), await cluster.AddDeviceAsync()];
        var job = new ClusterJob(cluster);

        await job.RunAsync();

        Assert.All([cluster.Gateway, data], server =>
            Assert.DoesNotContain("libtorch", Maps(server), StringComparison.Ordinal)
        );
        Assert.Contains(devices, server => Maps(server).Contains("libtorch", StringComparison.Ordinal));
        Assert.Equal(4, Directory.GetFiles(Path.Join(cluster.Data, "servers")).Length);
        await cluster.StopSoundAsync(job.Client);
        Assert.Empty(Directory.GetFiles(Path.Join(cluster.Data, "servers")));
        await cluster.Redis.KillAsync();
        await AssertVerifiedAsync(cluster, exitCode: 1, "it does not answer");
        await AssertVerifiedAsync(cluster, exitCode: 0, "Sound", "--without-fences");
    }

    [Fact]
    public async Task Device_processes_come_and_go_while_the_work_goes_on()
    {
        await using var cluster = await FluxCluster.StartAsync();
        var data = await cluster.AddDataAsync();
        List<FluxServerProcess> devices = [await cluster.AddDeviceAsync()];
        var job = new ClusterJob(cluster);
        await job.IngestAsync(Part);
        await job.StartTrainingAsync();
        await cluster.UntilDoneAsync(async channel =>
            await new Corpora.CorporaClient(channel).CompactAsync(new CompactRequest { Corpus = "corpus" })
        ); // another type of grain for the data process

        await Task.WhenAll(job.IngestAsync(), GrowAsync());
        var work = job.FinishAsync();
        await devices[0].StopAsync();
        await devices[1].StopAsync();
        await work;

        Assert.DoesNotContain("libtorch", Maps(data), StringComparison.Ordinal);
        Assert.All(devices.Take(2), server => Assert.Equal(0, server.Process.ExitCode));
        await cluster.StopSoundAsync(job.Client);

        async Task GrowAsync()
        {
            while (devices.Count < 4)
                devices.Add(await cluster.AddDeviceAsync());
        }
    }

    private static async Task AssertVerifiedAsync(
        FluxCluster cluster,
        int exitCode,
        string said,
        params string[] options
    )
    {
        await using var verify = await FluxProcess.RunAsync(["verify", "--data", cluster.Data, .. options]);
        Assert.Equal(exitCode, verify.ExitCode);
        Assert.Contains(said, verify.Output, StringComparison.Ordinal);
    }

    private static string Maps(FluxServerProcess server) => File.ReadAllText($"/proc/{server.Process.Id}/maps");
}
