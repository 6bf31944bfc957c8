using System.Text.Json;

namespace FluxEntropy.Server.Tests.Clustering;

/// <summary>Processes of a cluster hang in the middle of a write, are taken for dead, and wake up when others did their work.</summary>
[Trait("Category", "faults")]
public sealed class ProcessHangTests
{
    /// <summary>Products are added up in another order without these instructions, so that scores differ in their last bits.</summary>
    private const string OtherProcessor = "DOTNET_EnableAVX2=0";

    [Theory]
    [InlineData("hang@shard.append.before-commit:6")]
    [InlineData("hang@session.append.before-commit:6")]
    [InlineData("hang@index.before-commit:6")] // it holds the lock of a database
    public async Task A_data_process_that_wakes_up_can_write_nothing_any_more(string point)
    {
        await using var cluster = await FluxCluster.StartAsync();
        var hanging = await cluster.AddDataAsync(point);
        await cluster.AddDeviceAsync();
        var job = new ClusterJob(cluster);

        var work = job.RunAsync();
        await hanging.Process.HungAsync();
        await cluster.AddDataAsync();
        await work;
        hanging.Process.Wake();
        await hanging.Process.ExitAsync(); // the cluster went on without it

        Assert.NotEqual(0, hanging.Process.ExitCode);
        await cluster.StopSoundAsync(job.Client);
    }

    [Fact]
    public async Task Of_two_processes_that_score_one_segment_differently_the_first_one_counts()
    {
        await using var cluster = await FluxCluster.StartAsync();
        await cluster.AddDataAsync();
        // It dies once its file met the name that was taken: its exit code says that there was a race.
        var slow = await cluster.AddDeviceAsync("hang@scorer.before-publish,scorer.after-publish");
        var job = new ClusterJob(cluster);
        await job.IngestAsync();
        await slow.Process.HungAsync();

        await cluster.AddAsync("device", "cpu:1", variable: OtherProcessor);
        await job.FinishAsync();
        var first = ScoreFiles(cluster);
        slow.Process.Wake();
        await slow.Process.ExitAsync();

        Assert.Equal(128 + 9, slow.Process.ExitCode);
        Assert.Equal(first, ScoreFiles(cluster));
        await cluster.StopSoundAsync(job.Client);
        Assert.NotEqual(await ScoreAsync(cluster, null), await ScoreAsync(cluster, OtherProcessor));
    }

    private static async Task<string> ScoreAsync(FluxCluster cluster, string? variable)
    {
        var file = cluster.Folder.Write(
            "texts.jsonl",
            string.Join(
                '\n',
                PipelineClient.Documents(20).Select(document => JsonSerializer.Serialize(new { text = document.Text }))
            )
        );
        await using var score = FluxProcess.Start(
            ["score", file, "--model", FluxProcess.ShippedModel, "--format", "jsonl"],
            variable: variable
        );
        await score.ExitAsync();
        Assert.True(score.ExitCode == 0, score.Errors);
        return score.Output;
    }

    private static Dictionary<string, string> ScoreFiles(FluxCluster cluster) =>
        Directory
            .EnumerateFiles(cluster.Data, "*.scores", SearchOption.AllDirectories)
            .ToDictionary(path => path, path => Convert.ToBase64String(File.ReadAllBytes(path)));
}
