using System.Net;
using System.Net.Sockets;
using FluxEntropy.Client;

namespace FluxEntropy.Cli.Tests.Serving;

/// <summary>Watchers across a restart of the server: what happened meanwhile comes as well, and each thing once.</summary>
public class WatchRestartTests
{
    private const int Before = 20;
    private const int Shards = 4;

    [Fact]
    public async Task Scores_that_are_committed_while_nobody_could_watch_are_told_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string[] listen = ["--listen", $"http://127.0.0.1:{FreePort()}"];
        using var left = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        left.CancelAfter(TimeSpan.FromMinutes(2));
        await using var server = await FluxServerProcess.StartAsync(folder["data"], fault: null, "cpu:2", listen);
        await PipelineClient.CreateCorpusAsync(server.Channel, Shards);
        await new PipelineClient(PipelineClient.Documents(Before)).IngestAsync(server.Channel);
        await PipelineClient.ScoredAsync(server.Channel);
        using var client = new FluxClient(server.Address);
        var lost = 0;
        var watch = new ScoresWatch(client, PipelineClient.Name);
        var scores = watch.ReadAsync(_ => lost++, left.Token).GetAsyncEnumerator(left.Token);
        var next = scores.MoveNextAsync().AsTask();
        while (watch.Standing < Shards)
            await Task.Delay(20, left.Token);
        await new PipelineClient(PipelineClient.Documents(8, seed: 5)).IngestAsync(server.Channel);
        await PipelineClient.ScoredAsync(server.Channel);
        Assert.True(await next);
        server.Process.Kill();
        await server.Process.ExitAsync();

        await using var again = await FluxServerProcess.StartAsync(folder["data"], fault: null, "cpu:2", listen);
        await new PipelineClient(PipelineClient.Documents(12, seed: 7)).IngestAsync(again.Channel);
        var committed = (await PipelineClient.ScoredAsync(again.Channel)).Indexed - Before;
        var heard = new HashSet<(uint, ulong)>();
        for (var documents = 0UL; ; )
        {
            Assert.True(heard.Add((scores.Current.Shard, scores.Current.Segment)), "it came twice");
            documents += scores.Current.Documents;
            Assert.True(documents <= committed, "more documents than there are");
            if (documents == committed)
                break;
            Assert.True(await scores.MoveNextAsync());
        }
        Assert.Equal(1, lost);
        await left.CancelAsync();
        await again.StopAsync();
    }

    [Fact]
    public async Task Waiting_until_a_corpus_is_scored_goes_on_after_a_restart()
    {
        using var folder = new TemporaryFolder();
        string[] listen = ["--listen", $"http://127.0.0.1:{FreePort()}"];
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(TimeSpan.FromMinutes(2));
        // At a token a second nothing is scored before the server is killed.
        await using var server = await FluxServerProcess.StartAsync(folder["data"], fault: null, "sim:1@1", listen);
        await PipelineClient.CreateCorpusAsync(server.Channel, Shards);
        await new PipelineClient(PipelineClient.Documents(Before)).IngestAsync(server.Channel);
        using var client = new FluxClient(server.Address);
        var seen = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var lost = new List<string>();
        var scored = client.WaitUntilScoredAsync(PipelineClient.Name, _ => seen.TrySetResult(), late.Token, lost.Add);
        await Task.WhenAny(seen.Task, scored);
        server.Process.Kill();
        await server.Process.ExitAsync();

        await using var again = await FluxServerProcess.StartAsync(
            folder["data"],
            fault: null,
            "sim:1@1000000",
            listen
        );
        var corpus = await scored;

        Assert.Equal(((ulong)Before, 0ul), (corpus.Indexed, corpus.Pending));
        Assert.Single(lost);
        await again.StopAsync();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
