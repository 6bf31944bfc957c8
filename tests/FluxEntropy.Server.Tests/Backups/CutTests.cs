using FluxEntropy.V1;

namespace FluxEntropy.Server.Tests.Backups;

/// <summary>What happens while a backup is being written, here at a moment that the test chose.</summary>
[Trait("Category", "faults")]
public class CutTests
{
    private const string BeforeLogs = "hang@backup.before-logs:1"; // scores are taken, and the logs of shards are not

    [Fact]
    public async Task What_is_scored_and_what_is_deleted_meanwhile_leaves_a_backup_that_might_have_been()
    {
        using var folder = new TemporaryFolder();
        var before = PipelineClient.Documents(200, seed: 1);
        var client = new PipelineClient([.. before, .. PipelineClient.Documents(200, seed: 2)]);
        var backups = folder["backups"];
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            var expected = new PipelineClient(before);
            await expected.IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            expected.WriteAcknowledged(folder["acknowledged.jsonl"]);

            await using var scored = await WhileHungAsync(folder, async () =>
            {
                await client.IngestAsync(server.Channel);
                await PipelineClient.ScoredAsync(server.Channel);
            });
            var counts = BackupCommands.Printed(scored).GetProperty("verification").GetProperty("counts");
            Assert.Equal(200, counts.GetProperty("indexed").GetInt32()); // those of then
            await Faults.Verification.SoundAsync(
                BackupCommands.PathOf(BackupCommands.Printed(scored)),
                folder["acknowledged.jsonl"]
            );

            await using var deleted = await WhileHungAsync(folder, async () =>
                await new Corpora.CorporaClient(server.Channel).DeleteAsync(
                    new DeleteCorpusRequest { Name = PipelineClient.Name }
                )
            );
            counts = BackupCommands.Printed(deleted).GetProperty("verification").GetProperty("counts");
            Assert.Equal(0, counts.GetProperty("corpora").GetInt32());
            await server.StopAsync();
        }
    }

    [Fact]
    public async Task A_backup_that_is_killed_is_none_and_the_next_one_removes_it()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
            await server.StopAsync();
        await using (
            var killed = FluxProcess.Start(["backup", folder["data"], folder["backups"]], "backup.before-manifest")
        )
        {
            await killed.ExitAsync();
            Assert.EndsWith(".partial", Assert.Single(Directory.GetDirectories(folder["backups"])));
        }
        await using (var restore = await FluxProcess.RunAsync("restore", folder["backups"], folder["restored"]))
        {
            Assert.Equal(1, restore.ExitCode);
            Assert.Contains("is not a backup", restore.Errors);
        }

        var backup = await BackupCommands.BackUpAsync(folder["data"], folder["backups"]);
        Assert.Equal([BackupCommands.PathOf(backup)], Directory.GetDirectories(folder["backups"]));
        Assert.False(Directory.Exists(folder["restored"]));
    }

    [Fact]
    public async Task A_restoration_that_is_killed_leaves_nothing_that_a_server_takes_for_a_data_folder()
    {
        using var folder = new TemporaryFolder();
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
            await server.StopAsync();
        await BackupCommands.BackUpAsync(folder["data"], folder["backups"]);
        await using var killed = FluxProcess.Start(
            ["restore", folder["backups"], folder["restored"]],
            "restore.before-format"
        );
        await killed.ExitAsync();
        await using var serve = await FluxProcess.RunAsync("serve", "--data", folder["restored"]);
        Assert.Equal(1, serve.ExitCode);
        Assert.Contains("is not a data folder, and is not empty", serve.Errors);
    }

    private static async Task<FluxProcess> WhileHungAsync(TemporaryFolder folder, Func<Task> work)
    {
        var backup = FluxProcess.Start(["backup", folder["data"], folder["backups"], "--json"], BeforeLogs);
        await backup.HungAsync();
        await work();
        backup.Wake();
        await backup.ExitAsync();
        return backup;
    }
}
