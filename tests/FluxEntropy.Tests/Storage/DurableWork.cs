using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Logs;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.Tests.Logs;
using FluxEntropy.Tests.Orderings;
using FluxEntropy.Tests.Sessions;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Tests.Storage;

/// <summary>Every kind of durable work, done by the real code on a disk that is watched; each ends where somebody relies on it.</summary>
/// <param name="root">Folder of the files.</param>
/// <param name="watched">What every call reaches in the end.</param>
/// <param name="disk">The disk that the code works on, over the watched one.</param>
internal sealed class DurableWork(string root, RecordingDisk watched, IDisk disk)
{
    public const string Log = "log";
    private readonly LocalFileStore _store = new(root, disk);
    private readonly MemoryFenceRecord _record = new();

    private ILogFence Fence => new RecordedFence(_record.Open(), watched);

    public async Task PublishAsync()
    {
        await _store.PublishAsync("folder/file", new byte[] { 1, 2, 3 });
        watched.Relied("published");
    }

    /// <summary>A tenure of a log: opened, one record appended.</summary>
    public async Task AppendAsync()
    {
        await using var log = await FencedLog.OpenAsync(_store, Log, Fence, "test");
        await log.AppendAsync([new byte[] { 1, 2, 3 }]);
        watched.Relied("acknowledged");
    }

    /// <summary>A tenure that ends after a record was written and before it was flushed; then another one, which counts it.</summary>
    public async Task TakeOverAsync()
    {
        var dying = new LocalFileStore(
            root,
            new FailingDisk(watched, (call, path) =>
                call == DiskCall.Flush && path.EndsWith(".log", StringComparison.Ordinal)
            )
        );
        await using (var log = await FencedLog.OpenAsync(dying, Log, Fence, "test"))
            await Assert.ThrowsAsync<IOException>(() => log.AppendAsync([new byte[] { 7 }]));
        watched.Clear();
        await using var next = await FencedLog.OpenAsync(_store, Log, Fence, "test");
        Assert.Equal(1, await next.ReadAllAsync().CountAsync());
        watched.Relied("taken over");
    }

    public async Task IngestAsync()
    {
        await using var shard = await OpenShardAsync(_store);
        await AppendAsync(shard);
        watched.Relied("acknowledged");
    }

    /// <summary>A deletion whose tombstone file is there, but died before its name was durable; then another one.</summary>
    public async Task DeleteAsync()
    {
        var folder = DataLayout.Tombstones("c0", 0);
        var dying = new LocalFileStore(
            root,
            new FailingDisk(new RecordingDisk(root), (call, path) =>
                call == DiskCall.SyncFolder && path.EndsWith(folder, StringComparison.Ordinal)
            )
        );
        await using (var shard = await OpenShardAsync(dying))
        {
            await AppendAsync(shard);
            await Assert.ThrowsAsync<IOException>(() => shard.DeleteAsync(["0"]));
        }
        await using var next = await OpenShardAsync(_store);
        await next.DeleteAsync(["1"]);
        watched.Relied("deleted");
    }

    private Task<Shard> OpenShardAsync(LocalFileStore store)
    {
        var corpus = new CorpusSettings
        {
            Id = "c0",
            Name = "test",
            Shards = 1,
            Groups = 1,
            Created = DateTimeOffset.UnixEpoch,
            SegmentDocuments = 2,
        };
        return Shard.OpenAsync(store, corpus, 0, Path.Join(root, DataLayout.ShardIndex("c0", 0)), Fence);
    }

    private static async Task AppendAsync(Shard shard) =>
        await shard.AppendAsync([
            .. Enumerable
                .Range(0, 3)
                .Select(i => new IncomingDocument($"{i}", $"text {i}", new Dictionary<string, string>())),
        ]);

    /// <summary>Runs are sealed of score files, the last of whose publishers died before its name was durable.</summary>
    public async Task SealAsync()
    {
        var folder = DataLayout.Scores(Documents.Corpus, Documents.Profile, 0);
        var dying = new LocalFileStore(
            root,
            new FailingDisk(watched, (call, path) =>
                call == DiskCall.SyncFolder && path.EndsWith(folder, StringComparison.Ordinal)
            )
        );
        for (var segment = 0; segment < 3; segment++)
            await new LocalFileStore(root, watched).PublishAsync(
                DataLayout.ScoreFile(Documents.Corpus, Documents.Profile, 0, segment),
                Documents.ScoreFile(segment)
            );
        await Assert.ThrowsAsync<IOException>(() =>
            dying.PublishAsync(DataLayout.ScoreFile(Documents.Corpus, Documents.Profile, 0, 3), Documents.ScoreFile(3))
        );
        using var aggregator = await GroupAggregator.OpenAsync(
            _store,
            Documents.Corpus,
            Documents.Profile,
            0,
            [0],
            "entropy.mean",
            path => RunFile.Open(_store.FullPath(path)),
            DataLayout.NewId,
            fanIn: 2
        );
        while (await aggregator.AdvanceAsync(1) > 0)
            await aggregator.SealAsync();
        watched.Relied("sealed");
    }

    public async Task HandOutAsync()
    {
        await using var tenure = await ActiveSession.OpenAsync(
            _store,
            Corpus.Settings(),
            Fence,
            new OneOrdering(),
            (_, _, _, _) => ValueTask.CompletedTask,
            TimeProvider.System
        );
        await tenure.CreateAsync(new Curriculum { Bins = 2, Schedule = new UniformSchedule() });
        var branch = await tenure.OpenBranchAsync(0);
        watched.Clear();
        Assert.IsType<StepAnswer.HandedOut>(await tenure.StepAsync(branch, 0));
        watched.Relied("handed out");
    }

    public async Task CheckpointAsync()
    {
        await using var engine = new EngineOfFiles(path => watched.Written(Path.GetRelativePath(root, path)));
        await new Checkpoints(_store, "s").SaveAsync(engine, 1, 5);
        watched.Relied("saved");
    }

    /// <summary>A corpus that never grows.</summary>
    private sealed class OneOrdering : ISnapshotSource
    {
        private readonly Corpus _corpus = new Corpus(seed: 3).Grow(6);

        public Task<SnapshotOrdering?> NewerAsync(Snapshot? adopted) =>
            Task.FromResult(adopted is null ? _corpus.Ordering() : null);

        public void Keep(SnapshotOrdering ordering) { }

        public Task<SnapshotOrdering> ReopenAsync(Snapshot snapshot) => Task.FromResult(_corpus.Ordering(snapshot));
    }
}
