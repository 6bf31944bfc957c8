using FluxEntropy.Grains.Tests.Clusters;
using FluxEntropy.Shards;

namespace FluxEntropy.Grains.Tests.Documents;

public sealed class DocumentGrainTests(GrainCluster cluster)
{
    [Fact]
    public async Task Documents_are_read_back_as_they_came_and_by_another_activation_too()
    {
        var corpus = await cluster.CreateCorpusAsync();
        await cluster.AppendAsync(corpus, 5);
        for (var activation = 0; activation < 2; activation++)
        {
            var shard = cluster.Documents(corpus);
            var bounds = Assert.Single(await shard.Segments(0, 10));
            Assert.Equal((0, 5), (bounds.FirstRow, bounds.Rows));
            var part = await shard.Read(0, 0);
            Assert.Equal(5, part.SegmentRows);
            Assert.Equal(
                Enumerable.Range(0, 5).Select(number => GrainClusterWork.Document(number).Text),
                part.Documents.Select(document => document.Text)
            );
            Assert.Equal("document-3", (await shard.Ids(0))[3]);
            Assert.Null(Assert.Single(await shard.Find(["nobody"], includeText: true)));
            await Assert.ThrowsAsync<KeyNotFoundException>(() => shard.Rows([5], includeText: false));
            await Assert.ThrowsAsync<KeyNotFoundException>(() => shard.Read(1, 0));
            await cluster.EndActivationAsync(shard);
        }
    }

    [Fact]
    public async Task A_known_id_is_present_with_its_text_set_aside_with_another_and_replaced_where_it_says_so()
    {
        var corpus = await cluster.CreateCorpusAsync();
        var shard = cluster.Documents(corpus);
        var first = Assert.Single(await shard.Append([GrainClusterWork.Document(1)]));
        Assert.Equal((AppendStatus.Accepted, 0), (first.Status, first.Row));

        var again = Assert.Single(await shard.Append([GrainClusterWork.Document(1)]));
        Assert.Equal((AppendStatus.Present, 0), (again.Status, again.Row));
        var other = await shard.Append([GrainClusterWork.Document(1, "Other."), GrainClusterWork.Document(2)]);
        Assert.Equal([AppendStatus.Quarantined, AppendStatus.Accepted], other.Select(outcome => outcome.Status));
        Assert.Equal(other[0].Reason, Assert.Single(await shard.Quarantined(0, 10)).Reason);

        var replaces = GrainClusterWork.Document(1, "Other.") with
        {
            Replaces = DocumentContent.ParseHex(first.TextHash),
        };
        Assert.Equal(AppendStatus.Replaced, Assert.Single(await shard.Append([replaces])).Status);
        Assert.Equal("Other.", Assert.Single(await shard.Find(["document-1"], includeText: true))!.Text);
        Assert.Equal(1, (await shard.Counts()).Tombstones);
    }

    [Fact]
    public async Task A_deleted_document_is_found_no_more_and_its_row_stays()
    {
        var corpus = await cluster.CreateCorpusAsync();
        await cluster.AppendAsync(corpus, 3);
        var shard = cluster.Documents(corpus);
        Assert.Equal([1, null], (await shard.Delete(["document-1", "nobody"])).Select(outcome => outcome.Row));
        Assert.Null(Assert.Single(await shard.Delete(["document-1"])).Row);
        await cluster.EndActivationAsync(shard);
        Assert.Null(Assert.Single(await shard.Find(["document-1"], includeText: false)));
        Assert.Equal("document-1", Assert.Single(await shard.Rows([1], includeText: false)).Row.Id);
        Assert.Equal((3, 1), ((await shard.Counts()).Documents, (await shard.Counts()).Tombstones));
    }
}
