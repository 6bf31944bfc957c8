using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>What is broken harms only itself: a server starts over it, and listings name it with its reason beside all others.</summary>
public sealed class BrokenListingTests
{
    private const int Documents = 20;

    [Fact]
    public async Task A_broken_corpus_is_listed_with_its_reason_and_the_others_as_ever()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (var server = await StartAsync(folder))
        {
            await CreateAsync(server, "a-sound");
            id = (await CreateAsync(server, "broken")).Id;
            await CreateAsync(server, "z-sound");
            await server.StopAsync();
        }
        Damage(folder["data"], $"corpora/{id}/corpus.json");

        await using (var server = await StartAsync(folder))
        {
            var corpora = (await new Corpora.CorporaClient(server.Channel).ListAsync(new ListCorporaRequest())).Corpora;
            Assert.Equal(["a-sound", "broken", "z-sound"], corpora.Select(corpus => corpus.Name));
            Assert.Equal([true, false, true], corpora.Select(corpus => corpus.Problem.Length == 0));
            Assert.Contains("corpus.json", corpora[1].Problem, StringComparison.Ordinal);
            Assert.Equal(4u, corpora[2].Shards);
            await IngestAsync(server, "z-sound");
            Assert.Equal(Documents, (int)(await ScoredAsync(server, "z-sound")).Indexed); // devices go on beside it

            await using var list = await FluxProcess.RunAsync(
                "corpus",
                "list",
                "--server",
                server.Address.OriginalString
            );
            Assert.Equal(0, list.ExitCode);
            Assert.Contains("z-sound", list.Output, StringComparison.Ordinal);
            Assert.Contains("broken", list.Errors, StringComparison.Ordinal);
            await server.StopAsync();
        }
    }

    [Fact]
    public async Task A_broken_session_is_listed_with_its_reason_and_the_others_as_ever()
    {
        using var folder = new TemporaryFolder();
        string id;
        await using (var server = await StartAsync(folder))
        {
            await CreateAsync(server, "corpus");
            await PipelineClient.CreateSessionAsync(server.Channel, steps: 5);
            var sessions = new V1.Sessions.SessionsClient(server.Channel);
            id = (await sessions.GetAsync(new GetSessionRequest { Session = PipelineClient.Session })).Id;
            await sessions.CreateAsync(
                new CreateSessionRequest
                {
                    Name = "z-sound",
                    Corpus = "corpus",
                    TotalSteps = 5,
                    Curriculum = new CurriculumSpec { Schedule = "uniform" },
                }
            );
            await server.StopAsync();
        }
        Damage(folder["data"], $"sessions/{id}/session.json");

        await using (var server = await StartAsync(folder))
        {
            var sessions = (
                await new V1.Sessions.SessionsClient(server.Channel).ListAsync(new ListSessionsRequest())
            ).Sessions;
            Assert.Equal([false, true], sessions.Select(session => session.Problem.Length == 0));
            Assert.Contains("session.json", sessions[0].Problem, StringComparison.Ordinal);
            Assert.Equal("z-sound", sessions[1].Name);

            var corpora = new Corpora.CorporaClient(server.Channel);
            await corpora.DeleteAsync(new DeleteCorpusRequest { Name = "corpus", WithSessions = true }); // all the same
            Assert.Empty((await corpora.ListAsync(new ListCorporaRequest())).Corpora);
            await server.StopAsync();
        }
    }

    [Fact]
    public async Task A_broken_profile_is_listed_with_its_reason_and_scoring_goes_on_under_the_others()
    {
        using var folder = new TemporaryFolder();
        string broken;
        await using (var server = await FluxServerProcess.StartAsync(folder["data"], devices: "cpu:1"))
        {
            await CreateAsync(server, "corpus");
            var added = await new V1.Profiles.ProfilesClient(server.Channel).AddAsync(
                new AddProfileRequest { Corpus = "corpus", WindowTokens = 64 }
            );
            broken = added.Profile.Hash;
            await server.StopAsync();
        }
        Damage(folder["data"], $"profiles/{broken}.json");

        await using (var server = await FluxServerProcess.StartAsync(folder["data"], devices: "cpu:1"))
        {
            await IngestAsync(server, "corpus");
            Assert.Equal(Documents, (int)(await ScoredAsync(server, "corpus")).Indexed);
            var listed = await new V1.Profiles.ProfilesClient(server.Channel).ListAsync(
                new ListProfilesRequest { Corpus = "corpus" }
            );
            Assert.Equal([true, false], listed.Profiles.Select(profile => profile.Problem.Length == 0));
            Assert.Equal(broken, listed.Profiles[1].Profile.Hash);
            Assert.Contains($"{broken}.json", listed.Profiles[1].Problem, StringComparison.Ordinal);
            await using var list = await FluxProcess.RunAsync(
                "profile",
                "list",
                "corpus",
                "--server",
                server.Address.OriginalString
            );
            Assert.Equal(0, list.ExitCode);
            Assert.Contains($"{broken}  broken:", list.Output, StringComparison.Ordinal);
            await server.StopAsync();
        }
    }

    private static async Task IngestAsync(FluxServerProcess server, string corpus)
    {
        using var call = new V1.Ingest.IngestClient(server.Channel).Append();
        await call.RequestStream.WriteAsync(
            new AppendRequest
            {
                Corpus = corpus,
                Batch = 1,
                Documents = { PipelineClient.Documents(Documents) },
            }
        );
        await call.RequestStream.CompleteAsync();
        while (await call.ResponseStream.MoveNext(CancellationToken.None))
            Assert.Equal(Documents, call.ResponseStream.Current.Outcomes.Count);
    }

    private static async Task<Corpus> ScoredAsync(FluxServerProcess server, string corpus)
    {
        Corpus? last = null;
        using var watch = new Corpora.CorporaClient(server.Channel).Watch(
            new GetCorpusRequest { Name = corpus },
            deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(4)
        );
        await foreach (var state in watch.ResponseStream.ReadAllAsync())
            last = state;
        return last!;
    }

    private static Task<FluxServerProcess> StartAsync(TemporaryFolder folder) =>
        FluxServerProcess.StartAsync(folder["data"], devices: "sim:1@1000000");

    private static async Task<Corpus> CreateAsync(FluxServerProcess server, string name) =>
        await new Corpora.CorporaClient(server.Channel).CreateAsync(new CreateCorpusRequest { Name = name });

    private static void Damage(string data, string path)
    {
        var file = Path.Join(data, path);
        var bytes = File.ReadAllBytes(file);
        bytes[bytes.Length / 2] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}
