using FluxEntropy.Engines.Simulated;
using FluxEntropy.Grains.Tests.Clusters;
using FluxEntropy.Leasing;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Tests.Scoring;

public sealed class ScorerGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task Every_document_gets_the_scores_of_its_text_and_its_tokens()
    {
        var corpus = await cluster.ScoredCorpusAsync(30);
        var scores = await ReadAsync(corpus);
        var column = scores.Column("entropy.mean")!;
        for (var row = 0; row < 30; row++)
        {
            var expected = SimulatedModel.Score(GrainClusterWork.Document(row).Text);
            Assert.Equal(RowStatus.Scored, scores.Status(row));
            Assert.Equal(expected.TokenIds.Length, scores.Tokens[row]);
            Assert.True(float.IsFinite(column[row]));
        }
        Assert.True(cluster.Files.Exists(DataLayout.TokenFile(corpus.Id, SimulatedModel.Profile.TokenSet, 0, 0)));
        Assert.Empty(cluster.Files.Files(DataLayout.Attempts(corpus.Id, GrainCluster.Profile, 0)));
    }

    [Fact]
    public async Task A_document_that_processes_crash_on_is_set_aside_and_its_neighbours_are_scored()
    {
        var corpus = await cluster.CreateCorpusAsync();
        var attempts = new SegmentAttempts(cluster.Files, corpus.Id, GrainCluster.Profile, new SegmentKey(0, 0));
        foreach (var silo in new[] { "gone-1", "gone-2", "gone-3" }) // never ended: their processes crashed
        {
            _ = await attempts.BeginAsync(silo);
            _ = await attempts.BeginAsync(row: 1, silo);
        }
        await cluster.AppendAsync(corpus, 3);
        await cluster.ScoreAsync(corpus);

        var scores = await ReadAsync(corpus);
        Assert.Equal(
            [RowStatus.Scored, RowStatus.Failed, RowStatus.Scored],
            Enumerable.Range(0, 3).Select(scores.Status)
        );
        Assert.Contains("3 times", scores.Failure(1), StringComparison.Ordinal);
        Assert.Equal(2, (await cluster.Aggregator(corpus).Status()).Ranked);
    }

    [Fact]
    public async Task A_corpus_that_is_broken_keeps_no_other_from_being_scored()
    {
        var broken = await cluster.CreateCorpusAsync("a-broken"); // before all others in the order of names
        await File.WriteAllTextAsync(
            cluster.Files.FullPath(DataLayout.CorpusName(broken.Name)),
            "not the file that was written"
        );
        await cluster.ScoredCorpusAsync(5);
    }

    private async Task<ScoreFile> ReadAsync(CorpusSettings corpus)
    {
        var path = DataLayout.ScoreFile(corpus.Id, GrainCluster.Profile, 0, 0);
        return ScoreFile.Read(await cluster.Files.ReadAsync(path), path);
    }
}
