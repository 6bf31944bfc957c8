using FluxEntropy.Orderings;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Orderings;

public sealed class GroupAggregatorTests : IDisposable
{
    private const string Metric = "entropy.mean";
    private readonly TemporaryFolder _folder = new();
    private readonly LocalFileStore _store;
    private int _names;

    public GroupAggregatorTests() => _store = new LocalFileStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_activation_that_fell_far_behind_moves_nothing_on_and_deletes_no_run()
    {
        using var behind = await OpenAsync();
        await SealAsync(behind, segment: 0);
        using var ahead = await OpenAsync();
        for (var segment = 1; segment < 6; segment++)
            await SealAsync(ahead, segment);

        // Each number that it comes to was given to a record that is deleted by now.
        await behind.AdvanceAsync(int.MaxValue);
        await Assert.ThrowsAsync<AggregatorReplacedException>(behind.SealAsync);
        Assert.True(behind.HasFailed);

        using var next = await OpenAsync();
        Assert.Equal(ahead.Aggregate.Record.Marks, next.Aggregate.Record.Marks);
        Assert.Equal(6, RunMerge.Entries(next.Runs(Metric)).Count());
    }

    [Fact]
    public async Task A_seal_that_failed_is_known_to_need_another_activation()
    {
        using var aggregator = await OpenAsync();
        await PublishScoresAsync(0);
        await aggregator.AdvanceAsync(int.MaxValue);
        var runs = _store.FullPath(DataLayout.Runs(Documents.Corpus, Documents.Profile, 0));
        Directory.CreateDirectory(Path.GetDirectoryName(runs)!);
        await File.WriteAllTextAsync(runs, "a file where a folder belongs");
        await Assert.ThrowsAnyAsync<IOException>(aggregator.SealAsync);
        Assert.True(aggregator.HasFailed);
    }

    private async Task SealAsync(GroupAggregator aggregator, int segment)
    {
        await PublishScoresAsync(segment);
        await aggregator.AdvanceAsync(int.MaxValue);
        await aggregator.SealAsync();
    }

    private Task<GroupAggregator> OpenAsync() =>
        GroupAggregator.OpenAsync(
            _store,
            Documents.Corpus,
            Documents.Profile,
            0,
            [0],
            Metric,
            path => RunFile.Open(_store.FullPath(path)),
            () => $"run-{_names++}",
            fanIn: 2
        );

    private Task<bool> PublishScoresAsync(int segment) =>
        _store.PublishAsync(
            DataLayout.ScoreFile(Documents.Corpus, Documents.Profile, 0, segment),
            Documents.ScoreFile(segment)
        );
}
