namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>
/// Redis dies, forgets or is away under processes that go on running. It only fences: what was acknowledged is in files, and
/// a Redis that knows less than it did costs looking, never a document.
/// </summary>
[Trait("Category", "faults")]
public sealed class RedisFaultTests
{
    private const int Part = 150; // of 400 documents
    private const ulong Long = 300; // steps

    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(12);

    [Fact]
    public async Task Redis_is_killed_and_lost_the_end_of_its_file()
    {
        await using var cluster = await StartAsync();
        var job = new ClusterJob(cluster);
        await job.IngestAsync(Part);
        await job.StartTrainingAsync();
        var written = cluster.Redis.Written();
        await job.IngestAsync(2 * Part);

        await cluster.Redis.KillAsync();
        cluster.Redis.CutTo(written);
        await cluster.Redis.StartAgainAsync();
        await job.RunAsync();

        await cluster.StopSoundAsync(job.Client);
    }

    [Fact]
    public async Task Redis_is_restored_from_an_older_snapshot()
    {
        await using var cluster = await StartAsync();
        var job = new ClusterJob(cluster, Long); // it trains when its fence is lost, and writes it again
        await job.IngestAsync(Part);
        await cluster.Redis.SaveAsync();
        await job.StartTrainingAsync();
        await job.IngestAsync(2 * Part);
        await job.ScoredAsync();

        await cluster.Redis.KillAsync();
        await cluster.Redis.RestoreAsync();
        await job.RunAsync();

        await cluster.StopSoundAsync(job.Client);
    }

    [Fact]
    public async Task Redis_is_away_for_a_while_and_the_work_waits_for_it()
    {
        await using var cluster = await StartAsync();
        var job = new ClusterJob(cluster);
        await job.IngestAsync(Part);

        await cluster.Redis.KillAsync();
        var work = job.RunAsync();
        Assert.NotSame(work, await Task.WhenAny(work, Task.Delay(Outage))); // the fault itself: nothing can be waited for
        await cluster.Redis.StartAgainAsync();
        await work;

        await cluster.StopSoundAsync(job.Client);
    }

    [Fact]
    public async Task Processes_stop_in_order_while_Redis_is_away()
    {
        await using var cluster = await StartAsync();
        var job = new ClusterJob(cluster);
        await job.IngestAsync(Part);

        await cluster.Redis.KillAsync();
        await cluster.StopAsync();

        Assert.Equal(0, cluster.Gateway.Process.ExitCode);
        await using var verify = await FluxProcess.RunAsync("verify", "--data", cluster.Data, "--without-fences");
        Assert.True(verify.ExitCode == 0, verify.Output);
    }

    [Fact]
    public async Task The_password_of_Redis_comes_from_a_file()
    {
        using var folder = new TemporaryFolder();
        await using var redis = await RedisServer.StartAsync("sesame");
        string[] store = ["--store", $"redis:{redis.Connection}"];
        await using var refused = await FluxProcess.RunAsync([
            "serve",
            "--data",
            folder["data"],
            "--listen",
            "http://127.0.0.1:0",
            .. store,
        ]);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("FLUXENTROPY_REDIS_PASSWORD_FILE", refused.Errors, StringComparison.Ordinal);

        var variable = $"FLUXENTROPY_REDIS_PASSWORD_FILE={folder.Write("password", "sesame\n")}";
        await using var server = await FluxServerProcess.StartAsync(folder["data"], null, variable, "cpu:1", store);
        await server.StopAsync();
        Assert.Equal(0, server.Process.ExitCode);
        Assert.DoesNotContain("sesame", server.Process.Errors, StringComparison.Ordinal);
    }

    private static async Task<FluxCluster> StartAsync()
    {
        var cluster = await FluxCluster.StartAsync();
        await cluster.AddDataAsync();
        await cluster.AddDeviceAsync();
        return cluster;
    }
}
