using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Deletion;
using FluxEntropy.Grains.Tests.Clusters;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Tests.Deletion;

public sealed class CorpusDeletionTests(GrainCluster cluster)
{
    private CorpusDeletion Deletion => cluster.Service<CorpusDeletion>();

    [Fact]
    public async Task A_deleted_corpus_is_gone_with_its_sessions_and_its_name_is_free()
    {
        var corpus = await cluster.ScoredCorpusAsync(20);
        var session = await cluster.CreateSessionAsync(corpus, steps: 5);
        var grain = cluster.Grains.Session(session.Id);
        await grain.Step(await grain.Open(0, replan: false), 0);
        var sessions = await Deletion.SessionsOnAsync(corpus);
        Assert.Equal(session, Assert.Single(sessions));
        await Deletion.DeleteAsync(corpus, sessions);

        Assert.Null(await cluster.Catalog.CorpusAsync(corpus.Id));
        Assert.Null(await cluster.Catalog.SessionAsync(session.Id));
        Assert.Null(await cluster.Catalog.FindCorpusAsync(corpus.Name));
        Assert.Equal(["deleted.json"], cluster.Files.Files(DataLayout.Corpus(corpus.Id)));
        Assert.Empty(cluster.Files.Folders(DataLayout.Corpus(corpus.Id)));
        await Assert.ThrowsAsync<DeletedException>(() => cluster.Documents(corpus).Counts());
        await Assert.ThrowsAsync<DeletedException>(() => cluster.Aggregator(corpus).Status());
        await Assert.ThrowsAsync<DeletedException>(() => grain.Status());

        var next = await cluster.CreateCorpusAsync(corpus.Name);
        Assert.Equal(0, (await cluster.Documents(next).Counts()).Documents);
    }

    [Fact]
    public async Task What_a_crash_left_of_a_deletion_is_removed_later_and_one_that_is_damaged_keeps_none_back()
    {
        var damaged = await cluster.CreateCorpusAsync();
        var whole = await cluster.CreateCorpusAsync();
        await cluster.Catalog.DeleteAsync(damaged);
        await cluster.Catalog.DeleteAsync(whole);
        await File.WriteAllTextAsync(cluster.Files.FullPath(DataLayout.CorpusSettings(damaged.Id)), "{");
        await Deletion.SweepAsync();
        Assert.False(cluster.Files.Exists(DataLayout.CorpusSettings(whole.Id)));
        Assert.True(cluster.Files.Exists(DataLayout.CorpusSettings(damaged.Id)));
    }
}
