using System.Diagnostics;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Tests.Golden;

/// <summary>
/// Makes golden folders with the executable that FLUXENTROPY_EXECUTABLE names, for <c>tests/Golden/make.sh</c>. What a folder
/// answers is asked of that executable, too, on a copy.
/// </summary>
public class GoldenMaker
{
    private const string Letters = "letters";
    private const string Recipes = "recipes";
    private const string Trained = "trained";
    private const string Consumed = "consumed";
    private const string Stopping = "stopping";
    private const string Waiting = "waiting";
    private const ulong KilledAt = 15;

    private readonly AcknowledgedTexts _acknowledged = new();

    [Fact(Explicit = true)]
    public async Task Make_a_folder_whose_server_was_stopped()
    {
        using var temporary = new TemporaryFolder();
        var data = temporary["data"];
        var recorded = new SortedDictionary<string, ulong>();
        await using (var server = await StartAsync(data))
        {
            var client = new GoldenClient(server.Channel, _acknowledged);
            await FillAsync(client, server);
            recorded[Trained] = await TrainAsync(client, server);
            recorded[Consumed] = await ConsumeAsync(client, server);
            recorded[Stopping] = await ConsumeUntilDryAsync(client, server);
            recorded[Waiting] = 0;
            await client.CreateSessionAsync(Waiting, Recipes, 12, "keyFrames(0: [1,0,0], 1: [0,0,1])");
            await ChangeAsync(client);
            await server.StopAsync();
        }
        await KeepAsync(
            data,
            "stopped",
            new GoldenExpectation
            {
                MadeBy = Version(),
                Documents = new()
                {
                    [Letters] = ["letter-000", "letter-003", "letter-004", "letter-070", "letter-999"],
                    [Recipes] = ["recipe-001", "recipe-002"],
                },
                Recorded = recorded,
                Resuming = [],
            }
        );
    }

    [Fact(Explicit = true)]
    public async Task Make_a_folder_whose_servers_were_killed()
    {
        using var temporary = new TemporaryFolder();
        var data = temporary["data"];
        await using (var server = await StartAsync(data))
        {
            var client = new GoldenClient(server.Channel, _acknowledged);
            await client.CreateCorpusAsync(Letters, shards: 1);
            await client.IngestAsync(Letters, GoldenTexts.Documents("letter", 0, 40));
            await client.ScoredAsync(Letters);
            await client.CreateSessionAsync(Trained, Letters, 2 * KilledAt, "babySteps");
            await client.DeleteAsync(Letters, "letter-007", "letter-021");
            await server.StopAsync();
        }
        await DieAsync(data, "scorer.before-score", client =>
            client.IngestAsync(Letters, GoldenTexts.Documents("letter", 40, 12))
        );
        await DieAsync(data, $"trainer.before-report:{KilledAt}", client => client.TrainAsync(Trained, 10), "none");
        await KeepAsync(
            data,
            "killed",
            new GoldenExpectation
            {
                MadeBy = Version(),
                Documents = new() { [Letters] = ["letter-000", "letter-007", "letter-045"] },
                Recorded = new() { [Trained] = KilledAt },
                Resuming = [Trained],
            }
        );
    }

    /// <summary>Three corpora, one of them deleted again; documents set aside; a second profile, which is made the active one.</summary>
    private static async Task FillAsync(GoldenClient client, FluxServerProcess server)
    {
        await client.CreateCorpusAsync(Letters, shards: 3, heldOut: 0.1);
        await client.IngestAsync(
            Letters,
            GoldenTexts.Documents("letter", 0, 66),
            rejected: new RejectedRecord
            {
                Source = "letters.csv",
                Line = 12,
                Reason = "the quote is not closed",
            }
        );
        await client.IngestAsync(Letters, GoldenTexts.Documents("letter", 5, 1, revision: 1)); // another text of a known id
        await client.CreateCorpusAsync(Recipes, shards: 1);
        await client.IngestAsync(Recipes, GoldenTexts.Documents("recipe", 0, 24));
        await client.CreateCorpusAsync("gone", shards: 1);
        await client.IngestAsync("gone", GoldenTexts.Documents("gone", 0, 4));
        foreach (var corpus in new[] { Letters, Recipes, "gone" })
            await client.ScoredAsync(corpus);
        await client.DeleteCorpusAsync("gone");
        await new Corpora.CorporaClient(server.Channel).CompactAsync(new CompactRequest { Corpus = Letters });
        await client.CreateSessionAsync(Trained, Letters, 60, "sequential"); // under the first profile
        var profiles = new Profiles.ProfilesClient(server.Channel);
        var added = await profiles.AddAsync(new AddProfileRequest { Corpus = Letters, Positions = "all" });
        await client.ScoredAsync(Letters);
        await profiles.ActivateAsync(new ActivateProfileRequest { Corpus = Letters, Profile = added.Profile.Hash });
    }

    /// <summary>Trains inside the server, retuned on the way, and stops before the end.</summary>
    private static async Task<ulong> TrainAsync(GoldenClient client, FluxServerProcess server)
    {
        await new V1.Curriculum.CurriculumClient(server.Channel).UpdateAsync(
            new UpdateCurriculumRequest
            {
                Session = Trained,
                ExpectedVersion = 1,
                FromStep = 10,
                Curriculum = new CurriculumSpec { Bins = 4, Schedule = "manual(3, 0, 1, 1) | floor(0.1)" },
                Author = "ada",
                Reason = "fewer easy ones",
                IdempotencyKey = "retune-1",
            }
        );
        await client.TrainAsync(Trained, checkpoints: 60);
        await client.TrainedAsync(Trained, steps: 16);
        await new Training.TrainingClient(server.Channel).StopAsync(new GetSessionRequest { Session = Trained });
        return await RecordedAsync(server, Trained);
    }

    /// <summary>
    /// Serves an external consumer under an adaptive schedule; a second run resumes at step 3 and has the rest planned again.
    /// </summary>
    private static async Task<ulong> ConsumeAsync(GoldenClient client, FluxServerProcess server)
    {
        await client.CreateSessionAsync(Consumed, Letters, 20, "softmax(0.5)");
        await client.ConsumeAsync(Consumed, "first", from: 0, count: 5);
        await new V1.Curriculum.CurriculumClient(server.Channel).UpdateAsync(
            new UpdateCurriculumRequest
            {
                Session = Consumed,
                ExpectedVersion = 1,
                Curriculum = new CurriculumSpec
                {
                    Bins = 3,
                    Schedule = "uniform",
                    Order = CurriculumSpec.Types.Order.Ascending,
                },
                Author = "grace",
                Reason = "to compare",
            }
        );
        await client.ConsumeAsync(Consumed, "second", from: 3, count: 4, replan: true);
        await new V1.Curriculum.CurriculumClient(server.Channel).RollbackAsync(
            new RollbackCurriculumRequest
            {
                Session = Consumed,
                ExpectedVersion = 2,
                ToVersion = 1,
                Author = "grace",
            }
        );
        return await RecordedAsync(server, Consumed);
    }

    /// <summary>Serves a consumer until the only bin in use has no documents left, where the run stops.</summary>
    private static async Task<ulong> ConsumeUntilDryAsync(GoldenClient client, FluxServerProcess server)
    {
        await client.CreateSessionAsync(Stopping, Recipes, 200, "manual(1, 0, 0)", CurriculumSpec.Types.Dry.Stop);
        var stopped = await Assert.ThrowsAsync<RpcException>(() =>
            client.ConsumeAsync(Stopping, "first", from: 0, count: 200)
        );
        Assert.Equal(StatusCode.FailedPrecondition, stopped.StatusCode);
        return await RecordedAsync(server, Stopping);
    }

    /// <summary>Documents that come, change and go after sessions sealed what there was.</summary>
    private static async Task ChangeAsync(GoldenClient client)
    {
        await client.IngestAsync(Letters, GoldenTexts.Documents("letter", 66, 24));
        await client.IngestAsync(Letters, GoldenTexts.Documents("letter", 2, 3, revision: 1), replace: true);
        await client.DeleteAsync(Letters, "letter-000", "letter-011", "letter-012", "letter-070");
        await client.DeleteAsync(Recipes, "recipe-002");
        await client.ScoredAsync(Letters);
        await client.ScoredAsync(Recipes);
    }

    private static async Task<ulong> RecordedAsync(FluxServerProcess server, string session) =>
        (
            await new V1.Sessions.SessionsClient(server.Channel).GetAsync(new GetSessionRequest { Session = session })
        ).NextStep;

    /// <summary>Has a server do something that it dies of by SIGKILL.</summary>
    private async Task DieAsync(string data, string fault, Func<GoldenClient, Task> work, string devices = "cpu:1")
    {
        await using var server = await StartAsync(data, fault, devices);
        try
        {
            await work(new GoldenClient(server.Channel, _acknowledged));
        }
        catch (RpcException)
        {
            // It died before it answered.
        }
        await server.Process.ExitAsync();
        Assert.Equal(128 + 9, server.Process.ExitCode);
    }

    /// <summary>Copies the folder to where golden folders are, and asks another copy what is in it.</summary>
    private async Task KeepAsync(string data, string name, GoldenExpectation expectation)
    {
        var golden = new GoldenFolder(Path.Combine(Required("FLUXENTROPY_GOLDEN"), name));
        new GoldenFolder(Path.GetDirectoryName(data)!).CopyData(golden.Data);
        _acknowledged.Write(golden.Acknowledged);

        using var copy = new TemporaryFolder();
        golden.CopyData(copy["data"]);
        var counts = await GoldenInspection.VerifyAsync(copy["data"], golden.Acknowledged);
        await using var server = await StartAsync(copy["data"]);
        var asked = await GoldenInspection.AskAsync(
            server,
            new GoldenClient(server.Channel, _acknowledged),
            expectation
        );
        (asked with { Counts = counts }).Write(golden.Expected);
        await server.StopAsync();
    }

    private static Task<FluxServerProcess> StartAsync(string data, string? fault = null, string devices = "cpu:1") =>
        FluxServerProcess.StartAsync(data, fault, devices, "--model", Required("FLUXENTROPY_GOLDEN_MODEL"));

    private static string Version() =>
        FileVersionInfo.GetVersionInfo(Required("FLUXENTROPY_EXECUTABLE")).ProductVersion ?? "unknown";

    private static string Required(string variable) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value
            ? value
            : throw new InvalidOperationException(
                $"{variable} is not set: golden folders are made by tests/Golden/make.sh."
            );
}
