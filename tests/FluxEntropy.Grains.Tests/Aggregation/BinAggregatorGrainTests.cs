using FluxEntropy.Grains.Tests.Clusters;
using FluxEntropy.Orderings;

namespace FluxEntropy.Grains.Tests.Aggregation;

public sealed class BinAggregatorGrainTests(GrainCluster cluster)
{
    private const string Metric = "entropy.mean";

    private static readonly OrderingEntry Lowest = new(float.NegativeInfinity, 0, 0, 0);

    [Fact]
    public async Task Ranks_are_those_of_the_values_and_survive_the_activation()
    {
        var corpus = await cluster.ScoredCorpusAsync(40);
        var aggregator = cluster.Aggregator(corpus);
        var entries = await aggregator.Read(Metric, Lowest, descending: false, 100);
        Assert.Equal(40, entries.Length);
        Assert.Equal(entries.Order(), entries);
        Assert.Equal(Enumerable.Range(0, 40), entries.Select(entry => entry.Row).Order());
        Assert.Equal(
            entries.Count(entry => entry.Value < entries[25].Value),
            await aggregator.CountBelow(Metric, entries[25].Value)
        );
        Assert.Equal(entries[25..30], await aggregator.Read(Metric, entries[25], descending: false, 5));
        Assert.Equal(entries[21..26].Reverse(), await aggregator.Read(Metric, entries[25], descending: true, 5));

        await cluster.EndActivationAsync(aggregator); // nothing of it is sealed
        var status = await aggregator.Status();
        Assert.Equal((40L, 40L), (status.Indexed, status.Ranked));
        Assert.Equal(entries, await aggregator.Read(Metric, Lowest, descending: false, 100));
    }

    [Fact]
    public async Task A_seal_names_runs_that_hold_what_was_read_and_deleted_documents_leave_the_ranks()
    {
        var corpus = await cluster.ScoredCorpusAsync(20);
        var aggregator = cluster.Aggregator(corpus);
        var part = await aggregator.Seal(Metric);
        Assert.All(part.RunPaths, path => Assert.True(cluster.Files.Exists(path)));
        Assert.Equal(1, Assert.Single(part.Marks).NextSegment);
        Assert.Equal(part.RunPaths, (await aggregator.Seal(Metric)).RunPaths); // nothing is new

        await cluster.AppendAsync(corpus, 10, from: 20);
        await cluster.Documents(corpus).Delete(["document-3"]);
        await cluster.ScoreAsync(corpus);
        await GrainClusterWork.UntilAsync(async () => (await aggregator.Status()).Deleted == 1);
        await cluster.EndActivationAsync(aggregator);
        var entries = await aggregator.Read(Metric, Lowest, descending: false, 100);
        Assert.Equal(Enumerable.Range(0, 30).Except([3]), entries.Select(entry => entry.Row).Order());
        Assert.Single((await aggregator.Seal(Metric)).DeletedRunPaths);
    }
}
