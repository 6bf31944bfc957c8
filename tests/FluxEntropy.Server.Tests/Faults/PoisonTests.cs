using FluxEntropy.V1;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>A document that ends whatever process scores it: found, set aside with its reason, and its neighbours are scored.</summary>
[Trait("Category", "faults")]
public class PoisonTests
{
    private const string Fault = "scorer.document=poison";
    private const int Killed = 128 + 9;
    private const int CrashesPerDocument = 3;
    private const int CrashesPerSegment = 2;

    [Theory]
    [InlineData(200, 57)]
    [InlineData(200, 0, 199)]
    public async Task A_document_that_kills_the_scorer_is_set_aside_alone(int count, params int[] poisonous)
    {
        using var folder = new TemporaryFolder();
        var documents = PipelineClient.Documents(count);
        foreach (var index in poisonous)
            documents[index].Text += " poison";
        var client = new PipelineClient(documents);

        await using (
            var server = await FluxServerProcess.StartAsync(
                folder["data"],
                devices: null,
                more: ["--model", FluxProcess.ShippedModel]
            )
        )
        {
            await PipelineClient.CreateCorpusAsync(server.Channel, shards: 1, groups: 1);
            await client.IngestAsync(server.Channel);
            await server.StopAsync();
        }

        for (var crash = 0; crash < CrashesPerSegment + (CrashesPerDocument * poisonous.Length); crash++)
        {
            await using var server = FluxProcess.Start(
                ["serve", "--data", folder["data"], "--listen", "http://127.0.0.1:0", "--devices", "cpu:2"],
                Fault
            );
            await server.ExitAsync();
            Assert.Equal(Killed, server.ExitCode);
        }

        await using (var server = await FluxServerProcess.StartAsync(folder["data"], Fault))
        {
            var corpus = await PipelineClient.ScoredAsync(server.Channel);
            Assert.Equal(((ulong)count, 0ul), (corpus.Indexed, corpus.Pending));
            var answer = await new V1.Scores.ScoresClient(server.Channel).GetAsync(
                new GetScoresRequest { Corpus = "corpus", Ids = { documents.Select(document => document.Id) } }
            );
            Assert.Equal(
                poisonous,
                Enumerable.Range(0, count).Where(i => answer.Documents[i].State != ScoredDocument.Types.State.Scored)
            );
            Assert.All(poisonous, index =>
                Assert.Contains(
                    "the process crashed 3 times",
                    answer.Documents[index].Failure,
                    StringComparison.Ordinal
                )
            );
            await server.StopAsync();
            Assert.Equal(0, server.Process.ExitCode);
        }
        Assert.DoesNotContain(Directory.GetFiles(folder["data"], "*", SearchOption.AllDirectories), file =>
            file.Contains("/attempts/", StringComparison.Ordinal)
        );
        await Verification.SoundAsync(folder, client);
    }
}
