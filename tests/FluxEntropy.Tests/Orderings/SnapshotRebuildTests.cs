using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Orderings;

public sealed class SnapshotRebuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_ordering_rebuilt_from_score_files_is_the_one_that_the_aggregate_held_then()
    {
        var store = new LocalFileStore(_folder.Path);
        var aggregate = new ShardGroupAggregate(Documents.Profile, [0, 1], ["perplexity"]);
        for (var segment = 0; segment < 3; segment++)
            await PublishAsync(store, aggregate, 0, segment);
        await PublishAsync(store, aggregate, 1, 0);
        var snapshot = Documents.SnapshotOf(aggregate.Marks, "perplexity");
        var held = aggregate.Tail("perplexity");
        await PublishAsync(store, aggregate, 1, 1); // above the watermark

        var rebuilt = await SnapshotRebuild.FromScoresAsync(store, snapshot);
        using var ordering = new SnapshotOrdering(snapshot, rebuilt);
        Assert.Equal(held.Entries(), rebuilt.Entries());
        Assert.Equal(held.Info.Sources, rebuilt.Info.Sources);
    }

    private static async Task PublishAsync(LocalFileStore store, ShardGroupAggregate aggregate, int shard, int segment)
    {
        var made = Documents.Segment(4, shard, segment, heldOut: 0);
        var header = new ScoreFileHeader(
            Documents.Corpus,
            Documents.Profile,
            shard,
            segment,
            made.FirstRow,
            made.Tokens.Length,
            MetricCatalog.BuiltIn.Columns,
            "nonce"
        );
        var scores = made.Tokens.Select(
            (tokens, i) =>
                new DocumentScore
                {
                    TokenIds = new int[tokens],
                    Bytes = 1,
                    Metrics = [.. made.Metrics.Select(column => column[i])],
                }
        );
        var path = DataLayout.ScoreFile(Documents.Corpus, Documents.Profile, shard, segment);
        Assert.True(await store.PublishAsync(path, ScoreFile.Encode(header, [.. scores], made.HeldOut)));
        aggregate.Accept(SegmentScores.Of(ScoreFile.Read(await store.ReadAsync(path), path)));
    }
}
