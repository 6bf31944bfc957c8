using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Tests.Clusters;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Tests.Compaction;

public sealed class CompactionGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task Scores_are_gathered_once_and_again_without_the_rows_deleted_since()
    {
        var corpus = await cluster.ScoredCorpusAsync(12);
        var compaction = cluster.Grains.Compaction(new CompactionKey(corpus.Id, GrainCluster.Profile, 0));
        var made = await compaction.Compact();
        Assert.Equal((1, 12L), (made.Tables, made.Rows));
        Assert.Equal(new CompactionResult(0, 0, 0), await compaction.Compact());

        await cluster.Documents(corpus).Delete(["document-7"]);
        await cluster.EndActivationAsync(compaction);
        var again = await compaction.Compact();
        Assert.Equal((1, 11L), (again.Tables, again.Rows));
        Assert.Contains(
            "00000000-00000001.parquet",
            cluster.Files.Files(DataLayout.Tables(corpus.Id, GrainCluster.Profile, 0))
        );
    }
}
