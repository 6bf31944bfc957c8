using FluxEntropy.Engines.Simulated;
using FluxEntropy.Server.Hosting;
using FluxEntropy.Server.Tests.Golden;
using FluxEntropy.V1;
using Grpc.Net.Client;
using Microsoft.Extensions.Logging;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace FluxEntropy.Server.Tests.Verification;

/// <summary>
/// A file of each kind is damaged in a folder that a real server left, and a server starts over it: it lists everything that is
/// there, and what the file does not belong to answers as ever.
/// </summary>
[Trait("Category", "faults")]
public sealed class OneDamagedFileTests
{
    private const string Folder = "0.1.0/stopped";

    [Fact]
    public async Task A_damaged_file_harms_only_what_it_belongs_to_and_is_named_there()
    {
        var golden = GoldenFolder.Find(Folder);
        var sound = await ListAsync(golden, damaged: null);
        Assert.DoesNotContain(sound, one => one.Problem.Length > 0);
        foreach (var path in OneOfEachKind(golden.Data))
        {
            var listed = await ListAsync(golden, path);
            Assert.Equal(sound.Select(one => one.Name), listed.Select(one => one.Name));
            foreach (var (name, id, problem) in listed)
            {
                if (problem.Length == 0)
                    continue;
                Assert.True(
                    MayHarm(golden, path, sound.Single(one => one.Name == name).Id),
                    $"{path} harms {name}: {problem}"
                );
                Assert.Contains(Path.GetFileName(path), problem, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<string> OneOfEachKind(string data) =>
        Directory
            .GetFiles(data, "*", SearchOption.AllDirectories)
            .Where(path => new FileInfo(path).Length > 0)
            .Select(path => Path.GetRelativePath(data, path))
            .Where(path => path != "format.json") // without it nothing says that this is a data folder
            .Order(StringComparer.Ordinal)
            .GroupBy(ProvedFiles.Read().KindOf)
            .Select(kind => kind.First());

    // A file of a corpus may harm the sessions on it; the fences, everything; a profile, what is scored under it; a name, who has it.
    private static bool MayHarm(GoldenFolder golden, string path, string id) =>
        path.Split('/') switch
        {
            ["corpora" or "sessions", var owner, ..] => owner == id || CorpusOf(golden, id) == owner,
            ["names", _, var file] => File.ReadAllText(Path.Combine(golden.Data, path))
                .Contains(id, StringComparison.Ordinal),
            ["profiles", var file] => File.Exists(
                Path.Combine(golden.Data, "corpora", CorpusOf(golden, id) ?? id, "profiles", file)
            ),
            _ => path == "state.db",
        };

    private static string? CorpusOf(GoldenFolder golden, string session)
    {
        var settings = Path.Combine(golden.Data, "sessions", session, "session.json");
        return File.Exists(settings)
            ? Directory
                .GetDirectories(Path.Combine(golden.Data, "corpora"))
                .Select(folder => Path.GetFileName(folder))
                .Single(id => File.ReadAllText(settings).Contains(id, StringComparison.Ordinal))
            : null;
    }

    private static async Task<(string Name, string Id, string Problem)[]> ListAsync(
        GoldenFolder golden,
        string? damaged
    )
    {
        using var copy = new TemporaryFolder();
        golden.CopyData(copy["data"]);
        if (damaged is not null)
        {
            var file = Path.Combine(copy["data"], damaged);
            var bytes = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
            bytes[bytes.Length / 2] ^= 0x10;
            await File.WriteAllBytesAsync(file, bytes, TestContext.Current.CancellationToken);
        }
        await using var server = await FluxServer.StartAsync(
            new FluxServerOptions
            {
                DataFolder = copy["data"],
                Listen = new Uri("http://127.0.0.1:0"),
                LogLevel = LogLevel.Critical,
            },
            new SimulatedEngineFactory(new TrainingEngineFactory(), TimeProvider.System),
            TestContext.Current.CancellationToken
        );
        using var channel = GrpcChannel.ForAddress(server.Address);
        var corpora = await new Corpora.CorporaClient(channel).ListAsync(new ListCorporaRequest());
        var sessions = await new V1.Sessions.SessionsClient(channel).ListAsync(new ListSessionsRequest());
        await AssertNamedByHealthAsync(
            channel,
            [
                .. corpora.Corpora.Select(corpus => ($"corpus {corpus.Name}", corpus.Problem)),
                .. sessions.Sessions.Select(session => ($"session {session.Name}", session.Problem)),
            ]
        );
        return
        [
            .. corpora.Corpora.Select(corpus => (corpus.Name, corpus.Id, corpus.Problem)),
            .. sessions.Sessions.Select(session => (session.Name, session.Id, session.Problem)),
        ];
    }

    // The rest is served, so the process is healthy; what is damaged is named with its reason beside that.
    private static async Task AssertNamedByHealthAsync(GrpcChannel channel, (string Item, string Problem)[] listed)
    {
        var status = await new V1.Cluster.ClusterClient(channel).StatusAsync(
            new ClusterStatusRequest { CheckHealth = true }
        );
        var data = status.Problems.SingleOrDefault(problem => problem.Check == "data");
        var isStoreSound = status.Problems.All(problem => problem.Check != "store");
        foreach (var (item, problem) in listed.Where(one => isStoreSound && one.Problem.Length > 0))
            Assert.Contains($"{item}: {problem}", data?.Reason, StringComparison.Ordinal);
        if (data is null)
            return;
        Assert.True(data.Serving);
        var health = await new Grpc.Health.V1.Health.HealthClient(channel).CheckAsync(new());
        Assert.Equal(status.Problems.All(problem => problem.Serving), health.Status == ServingStatus.Serving);
    }
}
