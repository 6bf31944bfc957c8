using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Server.Tests.Pipeline;

/// <summary>A log that is older than the scores that were made of it, as in a folder that was copied piece by piece.</summary>
public sealed class ShardBehindTests
{
    private const string Said = "lost the end of its log";

    [Fact]
    public async Task Scores_ahead_of_their_log_are_not_counted_ranked_or_trained_on_and_the_corpus_says_why()
    {
        using var folder = new TemporaryFolder();
        var documents = PipelineClient.Documents(300);
        string log;
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await PipelineClient.CreateCorpusAsync(server.Channel, shards: 1, groups: 1);
            await new PipelineClient(documents).IngestAsync(server.Channel, documents.Take(60));
            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            await PipelineClient.CreateSessionAsync(server.Channel, steps: 20);
            log = Path.Combine(folder["data"], "corpora", corpus.Id, "shards", "0000");
            await server.StopAsync();
            await CopyAsync(log, folder["older"]);
        }
        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            await new PipelineClient(documents).IngestAsync(server.Channel);
            Assert.Equal(300ul, (await PipelineClient.ScoredAsync(server.Channel)).Indexed);
            await server.StopAsync();
        }
        Directory.Delete(log, recursive: true);
        await CopyAsync(folder["older"], log);
        File.Delete(Path.Combine(folder["data"], "state.db"));

        await using (var server = await FluxServerProcess.StartAsync(folder["data"]))
        {
            var corpora = new Corpora.CorporaClient(server.Channel);
            var named = new GetCorpusRequest { Name = PipelineClient.Name };
            await RefusedAsync(() => corpora.GetAsync(named).ResponseAsync);
            await RefusedAsync(() => new PipelineClient(documents).IngestAsync(server.Channel));
            await RefusedAsync(() =>
                new V1.Scores.ScoresClient(server.Channel)
                    .DistributionAsync(new DistributionRequest { Corpus = PipelineClient.Name })
                    .ResponseAsync
            );
            await PipelineClient.TrainAsync(server.Channel);
            Assert.Equal(
                0ul,
                (
                    await new Training.TrainingClient(server.Channel).StatusAsync(
                        new GetSessionRequest { Session = PipelineClient.Session }
                    )
                ).Step
            );
            var listed = Assert.Single((await corpora.ListAsync(new ListCorporaRequest())).Corpora);
            Assert.Contains(Said, listed.Problem, StringComparison.Ordinal);
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }
        await using var verify = await FluxProcess.RunAsync("verify", "--data", folder["data"], "--without-fences");
        Assert.Equal(1, verify.ExitCode);
        Assert.Contains("lost its end", verify.Output, StringComparison.Ordinal);
    }

    private static async Task RefusedAsync(Func<Task> call)
    {
        var refused = await Assert.ThrowsAnyAsync<Exception>(call);
        Assert.Contains(Said, Assert.IsType<RpcException>(refused).Status.Detail, StringComparison.Ordinal);
    }

    private static async Task CopyAsync(string from, string to)
    {
        foreach (var file in Directory.GetFiles(from, "*", SearchOption.AllDirectories))
        {
            var place = Path.Combine(to, Path.GetRelativePath(from, file));
            Directory.CreateDirectory(Path.GetDirectoryName(place)!);
            await File.WriteAllBytesAsync(place, await File.ReadAllBytesAsync(file));
        }
    }
}
