using FluxEntropy.Server.Tests.Clustering;

namespace FluxEntropy.Server.Tests.Backups;

/// <summary>The fences of a cluster are in Redis; those of its backup come with it.</summary>
[Trait("Category", "faults")]
public class ClusterBackupTests
{
    [Fact]
    public async Task A_backup_of_a_cluster_is_served_without_its_Redis_and_by_another_cluster()
    {
        using var folder = new TemporaryFolder();
        var client = new PipelineClient(PipelineClient.Documents(120));
        await using var redis = await RedisServer.StartAsync();
        string[] store = ["--store", $"redis:{redis.Connection}"];
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], more: store))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            await BackupCommands.BackUpAsync(folder["data"], folder["backups"]);
            server.Process.Kill();
        }
        client.WriteAcknowledged(folder["acknowledged.jsonl"]);

        await BackupCommands.RestoreAsync(folder["backups"], folder["alone"]);
        await Faults.Verification.SoundAsync(folder["alone"], folder["acknowledged.jsonl"]);
        await ServesAsync(folder["alone"]);

        await BackupCommands.RestoreAsync(folder["backups"], folder["shared"]);
        await ServesAsync(folder["shared"], [.. store, "--cluster-id", "restored"]);
        await Faults.Verification.SoundAsync(folder["shared"], folder["acknowledged.jsonl"]);
    }

    private static async Task ServesAsync(string data, params string[] store)
    {
        await using var server = await FluxServerProcess.StartAsync(data, more: store);
        var corpus = await PipelineClient.ScoredAsync(server.Channel);
        Assert.Equal((120ul, 120ul, 0ul), (corpus.Documents, corpus.Indexed, corpus.Pending));
        await server.StopAsync();
        Assert.Equal(0, server.Process.ExitCode);
    }
}
