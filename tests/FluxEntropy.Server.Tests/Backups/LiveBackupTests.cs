using FluxEntropy.V1;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Backups;

/// <summary>Backups at moments that nobody chose, of a server that does everything at once; each is restored and worked on.</summary>
[Trait("Category", "faults")]
public class LiveBackupTests
{
    private const string CountVariable = "FLUXENTROPY_BACKUPS"; // how many; the default is for two cores and half a minute
    private const int DefaultCount = 3;
    private const int Continued = 400;

    private static int Count =>
        int.TryParse(Environment.GetEnvironmentVariable(CountVariable), out var count) ? count : DefaultCount;

    [Fact]
    public async Task Each_backup_of_a_server_at_work_holds_what_was_acknowledged_before_it_began()
    {
        using var folder = new TemporaryFolder();
        var documents = PipelineClient.Documents(1500);
        var kept = new PipelineClient(documents);
        var backups = new List<(string Backup, string Acknowledged)>();
        var random = new Random(5);
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            using var stop = new CancellationTokenSource();
            var work = await new BusyServer(server.Channel, kept, documents).StartAsync(stop.Token);
            while (backups.Count < Count)
            {
                await Task.WhenAny(work, Task.Delay(random.Next(50, 1500)));
                var acknowledged = folder[$"acknowledged-{backups.Count}.jsonl"];
                kept.WriteAcknowledged(acknowledged);
                var backup = await BackupCommands.BackUpAsync(folder["data"], folder["backups"], "--no-verify");
                backups.Add((BackupCommands.PathOf(backup), acknowledged));
                if (backups.Count > 1)
                    Assert.True(backup.GetProperty("linkedFiles").GetInt64() > 0, "what the one before has is linked");
            }
            await stop.CancelAsync();
            await work;
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }

        foreach (var (backup, acknowledged) in backups)
        {
            var restored = folder[$"restored-{Path.GetFileName(backup)}"];
            await BackupCommands.RestoreAsync(backup, restored);
            await Faults.Verification.SoundAsync(restored, acknowledged);
            if (Count > DefaultCount || backup == backups[^1].Backup)
                await GoesOnAsync(restored, [.. documents.Take(Continued)], folder["again.jsonl"]);
            Directory.Delete(restored, recursive: true);
        }
    }

    private static async Task GoesOnAsync(string data, IReadOnlyList<Document> documents, string acknowledged)
    {
        var client = new PipelineClient(documents);
        await using (var server = await FluxServerProcess.StartAsync(data))
        {
            var session = new GetSessionRequest { Session = PipelineClient.Session };
            var sessions = new V1.Sessions.SessionsClient(server.Channel);
            var planned = (await sessions.GetAsync(session)).NextStep;
            await client.IngestAsync(server.Channel);
            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal((corpus.Documents, 0ul), (corpus.Indexed, corpus.Pending));
            var training = new Training.TrainingClient(server.Channel);
            while (await training.StatusAsync(session) is var status && status.Step <= planned) // it trains on by itself
                Assert.True(status.State is State.Running or State.Waiting, $"{status.State}: {status.Error}");
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }
        client.WriteAcknowledged(acknowledged);
        await Faults.Verification.SoundAsync(data, acknowledged);
    }
}
