using FluxEntropy.Server.Tests.Processes;
using FluxEntropy.V1;

namespace FluxEntropy.Server.Tests.Pipeline;

public class WatchScoresTests(RunningServer server) : IClassFixture<RunningServer>
{
    [Fact]
    public async Task Whoever_watches_hears_of_scores_as_they_are_published()
    {
        using var watch = new V1.Scores.ScoresClient(server.Channel).Watch(
            new WatchScoresRequest { Corpus = "corpus" }
        );
        var heard = watch.ResponseStream.MoveNext(CancellationToken.None);
        for (var seed = 100; !heard.IsCompleted; seed++) // the first may come before the watcher is subscribed
        {
            await new PipelineClient(PipelineClient.Documents(4, seed)).IngestAsync(server.Channel);
            await PipelineClient.ScoredAsync(server.Channel);
        }
        Assert.True(await heard);
        Assert.True(watch.ResponseStream.Current.Documents > 0 && watch.ResponseStream.Current.Tokens > 0);
    }
}
