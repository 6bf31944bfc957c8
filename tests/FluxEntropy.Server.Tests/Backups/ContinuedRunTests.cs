using FluxEntropy.Logs;
using FluxEntropy.Sessions;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;
using State = FluxEntropy.V1.TrainingStatus.Types.State;

namespace FluxEntropy.Server.Tests.Backups;

/// <summary>A run that is restored in its middle goes on as if nothing had been.</summary>
[Trait("Category", "faults")]
public class ContinuedRunTests
{
    private const ulong Steps = 40;

    [Fact]
    public async Task A_restored_run_has_the_steps_and_the_weights_of_the_one_that_was_backed_up()
    {
        using var folder = new TemporaryFolder();
        var client = new PipelineClient(PipelineClient.Documents(300));
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], "hang@trainer.before-step:23"))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel);
            await client.IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, Steps);
            await PipelineClient.TrainAsync(server.Channel);
            await server.Process.HungAsync();
            await BackupCommands.BackUpAsync(folder["data"], folder["backups"]); // the server cannot help
            server.Process.Wake();
            Assert.Equal(State.Finished, (await PipelineClient.TrainedAsync(server.Channel)).State);
            await server.StopAsync();
        }

        await BackupCommands.RestoreAsync(folder["backups"], folder["restored"]);
        var planned = (await StepsAsync(folder["restored"])).Count;
        Assert.InRange(planned, 22, (int)Steps - 1);
        await using (var server = await FluxServerProcess.StartAsync(folder["restored"]))
        {
            var trained = await PipelineClient.TrainedAsync(server.Channel); // it trains on by itself
            Assert.Equal((State.Finished, Steps), (trained.State, trained.Step));
            await server.StopAsync();
        }

        var (original, restored) = (await StepsAsync(folder["data"]), await StepsAsync(folder["restored"]));
        Assert.Equal((int)Steps, original.Count);
        Assert.Equal(original, restored);
        Assert.Equal(await WeightsAsync(folder["data"]), await WeightsAsync(folder["restored"]));
        client.WriteAcknowledged(folder["acknowledged.jsonl"]);
        await Faults.Verification.SoundAsync(folder["restored"], folder["acknowledged.jsonl"]);
    }

    // Tokens of each step, in the order in which they were planned.
    private static async Task<List<(long Step, ulong TokenHash)>> StepsAsync(string data)
    {
        var store = new LocalFileStore(data);
        var log = DataLayout.SessionLog(Assert.Single(store.Folders(DataLayout.Sessions)));
        var steps = new List<(long, ulong)>();
        await foreach (var record in (await LogHistory.LoadAsync(store, log)).ReadAllAsync())
        {
            if (SessionLogEntry.Decode(record.Payload.Span) is StepPlanned planned)
                steps.Add((planned.Step.Step, planned.TokenHash));
        }
        return steps;
    }

    // Checksums of weights, optimizer and random state of the last checkpoint.
    private static async Task<SortedDictionary<string, string>> WeightsAsync(string data)
    {
        var store = new LocalFileStore(data);
        var session = Assert.Single(store.Folders(DataLayout.Sessions));
        var newest = await new CheckpointManifests(store, session).NewestAsync();
        Assert.Equal((long)Steps, newest!.Step);
        return newest.Files;
    }
}
