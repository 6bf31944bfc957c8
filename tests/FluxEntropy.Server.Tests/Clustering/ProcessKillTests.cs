namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>Processes of a cluster are killed at named points, or all at once, and others go on with their work.</summary>
[Trait("Category", "faults")]
public sealed class ProcessKillTests
{
    private const int Killed = 128 + 9;
    private const int Part = 200;

    [Theory]
    [InlineData("scorer.before-score:4")] // three are in work at a time: one is published by then
    [InlineData("scorer.after-publish:2")]
    public async Task A_device_process_is_killed_and_another_one_scores_what_is_missing(string point)
    {
        await using var cluster = await FluxCluster.StartAsync();
        await cluster.AddDataAsync();
        var dying = await cluster.AddDeviceAsync(point);
        var job = new ClusterJob(cluster);

        await job.IngestAsync();
        await dying.Process.ExitAsync();
        Assert.Equal(Killed, dying.Process.ExitCode);
        var committed = await job.CommittedTextsAsync();
        await cluster.AddDeviceThatMayNotScoreAsync(committed);
        await job.FinishAsync();

        Assert.NotEmpty(committed);
        await cluster.StopSoundAsync(job.Client);
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
        var job = new ClusterJob(cluster);

        var work = job.RunAsync();
        await dying.Process.ExitAsync();
        Assert.Equal(Killed, dying.Process.ExitCode);
        await cluster.AddDataAsync();
        await work;

        await cluster.StopSoundAsync(job.Client);
    }

    [Fact]
    public async Task Everything_is_killed_at_once_and_starts_cold()
    {
        await using var cluster = await FluxCluster.StartAsync();
        await cluster.AddDataAsync();
        await cluster.AddDeviceAsync();
        var job = new ClusterJob(cluster);
        await job.IngestAsync(Part);
        await job.StartTrainingAsync();
        await job.ScoredAsync();
        var committed = await job.CommittedTextsAsync();

        await cluster.KillAsync();
        await cluster.ReplaceGatewayAsync();
        await cluster.AddDataAsync();
        await cluster.AddDeviceThatMayNotScoreAsync(committed);
        await job.RunAsync();

        Assert.NotEmpty(committed);
        await cluster.StopSoundAsync(job.Client);
    }
}
