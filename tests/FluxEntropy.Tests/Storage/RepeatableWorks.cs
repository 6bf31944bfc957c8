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

/// <summary>Two files, published whole or not at all.</summary>
internal sealed class PublishedFiles : IRepeatableWork
{
    private static readonly string[] Names = ["a/b/first", "a/second"];
    private readonly List<string> _published = [];

    public async Task DoAsync(LocalFileStore store, IDisk disk)
    {
        foreach (var name in Names)
        {
            await store.PublishAsync(name, Content(name));
            _published.Add(name);
        }
    }

    public async Task RequireAcknowledgedAsync(LocalFileStore store)
    {
        Assert.All(_published, name => Assert.True(store.Exists(name)));
        foreach (var name in Names.Where(store.Exists))
            Assert.Equal(Content(name), await store.ReadAsync(name));
    }

    public Task RequireDoneAsync(LocalFileStore store)
    {
        Assert.All(Names, name => Assert.True(store.Exists(name)));
        return Task.CompletedTask;
    }

    private static byte[] Content(string name) => System.Text.Encoding.UTF8.GetBytes($"content of {name}");
}

/// <summary>Records of a log, each appended until it is acknowledged.</summary>
internal sealed class LogTenures : IRepeatableWork
{
    private readonly MemoryFenceRecord _record = new();
    private readonly List<byte> _acknowledged = [];

    public async Task DoAsync(LocalFileStore store, IDisk disk)
    {
        await using var log = await FencedLog.OpenAsync(store, "log", _record.Open(), "test");
        while (_acknowledged.Count < 3)
        {
            var next = (byte)_acknowledged.Count;
            await log.AppendAsync([new byte[] { next, next, next, next }]);
            _acknowledged.Add(next);
        }

        await log.AppendAsync([]); // so that a tenure with nothing left to do meets the disk, too
    }

    public async Task RequireAcknowledgedAsync(LocalFileStore store)
    {
        var history = await LogHistory.LoadAsync(store, "log", _acknowledged.Count > 0 ? _record.Value : null);
        var kept = await history.ReadAllAsync().Select(record => record.Payload.Span[0]).ToListAsync();
        // One that was not acknowledged may be there, and come again.
        Assert.Equal(_acknowledged, kept.Distinct().Take(_acknowledged.Count));
        Assert.Equal(kept.Order(), kept);
    }

    public Task RequireDoneAsync(LocalFileStore store)
    {
        Assert.Equal(3, _acknowledged.Count);
        return Task.CompletedTask;
    }
}

/// <summary>Documents of a shard, sent again until they are acknowledged.</summary>
internal sealed class IngestedDocuments(string root) : IRepeatableWork
{
    private const int Batch = 3;
    private static readonly CorpusSettings Settings = new()
    {
        Id = "c0",
        Name = "test",
        Shards = 1,
        Groups = 1,
        Created = DateTimeOffset.UnixEpoch,
        SegmentDocuments = 4,
    };

    private static readonly IncomingDocument[] Documents =
    [
        .. Enumerable
            .Range(0, 9)
            .Select(i => new IncomingDocument($"id {i}", $"text {i}", new Dictionary<string, string>())),
    ];

    private readonly MemoryFenceRecord _record = new();
    private readonly Dictionary<string, int> _acknowledged = [];

    public async Task DoAsync(LocalFileStore store, IDisk disk)
    {
        await using var shard = await OpenAsync(store, _record.Open());
        foreach (var batch in Documents.Chunk(Batch))
        {
            foreach (var (document, outcome) in batch.Zip(await shard.AppendAsync(batch)))
            {
                Assert.NotEqual(AppendStatus.Quarantined, outcome.Status);
                Assert.Equal(outcome.Row, _acknowledged.GetValueOrDefault(document.Id, outcome.Row));
                _acknowledged[document.Id] = outcome.Row;
            }
        }

        await shard.CutAsync();
    }

    public async Task RequireAcknowledgedAsync(LocalFileStore store)
    {
        var rows = await RowsAsync(store);
        Assert.Equal(rows.Distinct(), rows);
        Assert.All(_acknowledged, pair => Assert.Equal(pair.Value, rows.IndexOf(pair.Key)));
    }

    public async Task RequireDoneAsync(LocalFileStore store)
    {
        Assert.Equal(Documents.Select(document => document.Id), await RowsAsync(store));
        await using var shard = await OpenAsync(store, _record.Open());
        Assert.Equal((9, 9, 3), (shard.Counts.Documents, shard.Counts.CutRows, shard.Counts.Segments));
        var texts = new List<string>();
        while (await shard.ReadAsync(texts.Count, Documents.Length, maxBytes: 1000) is { Count: > 0 } part)
            texts.AddRange(part.Select(document => document.Text));
        Assert.Equal(Documents.Select(document => document.Text), texts);
    }

    private static async Task<List<string>> RowsAsync(LocalFileStore store)
    {
        var log = await LogHistory.LoadAsync(store, DataLayout.ShardLog("c0", 0));
        return await log.ReadAllAsync()
            .Select(record => ShardRecord.Decode(record.Payload.Span))
            .OfType<ShardRecord.DocumentAdded>()
            .Select(added => added.Id)
            .ToListAsync();
    }

    private Task<Shard> OpenAsync(LocalFileStore store, ILogFence fence) =>
        Shard.OpenAsync(store, Settings, 0, Path.Join(root, "index"), fence);
}

/// <summary>Score files sealed into runs one by one, so that runs are merged often.</summary>
internal sealed class SealedRuns : IRepeatableWork
{
    private const int Segments = 5;
    private const string Metric = "entropy.mean";

    public SealedRuns(string root)
    {
        var store = new LocalFileStore(root);
        for (var segment = 0; segment < Segments; segment++)
            store
                .PublishAsync(
                    DataLayout.ScoreFile(Documents.Corpus, Documents.Profile, 0, segment),
                    Documents.ScoreFile(segment)
                )
                .GetAwaiter()
                .GetResult();
    }

    public async Task DoAsync(LocalFileStore store, IDisk disk)
    {
        using var aggregator = await OpenAsync(store);
        try
        {
            while (await aggregator.AdvanceAsync(1) > 0)
                await aggregator.SealAsync();
        }
        catch
        {
            Assert.True(aggregator.HasFailed);
            throw;
        }
    }

    public async Task RequireAcknowledgedAsync(LocalFileStore store)
    {
        using var aggregator = await OpenAsync(store);
        Assert.Equal(aggregator.Aggregate.Record.Indexed, RunMerge.Entries(aggregator.Runs(Metric)).Count());
    }

    public async Task RequireDoneAsync(LocalFileStore store)
    {
        using var aggregator = await OpenAsync(store);
        Assert.Equal(Segments, aggregator.Aggregate.Record.Indexed);
        Assert.Equal(
            Enumerable.Range(0, Segments),
            RunMerge.Entries(aggregator.Runs(Metric)).Select(entry => entry.Row)
        );
    }

    private static Task<GroupAggregator> OpenAsync(LocalFileStore store) =>
        GroupAggregator.OpenAsync(
            store,
            Documents.Corpus,
            Documents.Profile,
            0,
            [0],
            Metric,
            path => RunFile.Open(store.FullPath(path)),
            DataLayout.NewId,
            fanIn: 2
        );
}

/// <summary>Steps of a session, asked for until they are handed out; one that was is the same ever after.</summary>
internal sealed class HandedOutSteps : IRepeatableWork, ISnapshotSource
{
    private const int Steps = 3;
    private readonly MemoryFenceRecord _record = new();
    private readonly Corpus _corpus = new Corpus(seed: 3).Grow(6);
    private readonly Dictionary<long, string> _handedOut = [];

    public async Task DoAsync(LocalFileStore store, IDisk disk)
    {
        await using var tenure = await OpenAsync(store);
        await tenure.CreateAsync(new Curriculum { Bins = 2, Schedule = new UniformSchedule() });
        var branch = await tenure.OpenBranchAsync(0);
        for (var step = 0; step < Steps; step++)
            Keep(((StepAnswer.HandedOut)await tenure.StepAsync(branch, step)).Planned);
    }

    public async Task RequireAcknowledgedAsync(LocalFileStore store)
    {
        var log = await LogHistory.LoadAsync(store, DataLayout.SessionLog("s"));
        await foreach (
            var planned in log.ReadAllAsync()
                .Select(record => SessionLogEntry.Decode(record.Payload.Span))
                .OfType<StepPlanned>()
        )
        {
            if (_handedOut.ContainsKey(planned.Step.Step))
                Keep(planned);
        }
    }

    public async Task RequireDoneAsync(LocalFileStore store)
    {
        await using var tenure = await OpenAsync(store);
        Assert.Equal(Steps, tenure.State.Planned);
        Assert.Equal(Steps, _handedOut.Count);
        Assert.Single(tenure.State.Curricula.Entries);
    }

    public Task<SnapshotOrdering?> NewerAsync(Snapshot? adopted) =>
        Task.FromResult(adopted is null ? _corpus.Ordering() : null);

    public void Keep(SnapshotOrdering ordering) { }

    public Task<SnapshotOrdering> ReopenAsync(Snapshot snapshot) => Task.FromResult(_corpus.Ordering(snapshot));

    private void Keep(StepPlanned planned)
    {
        var bytes = Convert.ToHexString(planned.Encode());
        Assert.Equal(bytes, _handedOut.GetValueOrDefault(planned.Step.Step, bytes));
        _handedOut[planned.Step.Step] = bytes;
    }

    private Task<ActiveSession> OpenAsync(LocalFileStore store) =>
        ActiveSession.OpenAsync(
            store,
            Corpus.Settings(),
            _record.Open(),
            this,
            (_, _, _, _) => ValueTask.CompletedTask,
            TimeProvider.System
        );
}

/// <summary>Checkpoints, each usable once it is named.</summary>
internal sealed class SavedCheckpoints : IRepeatableWork
{
    private static readonly long[] Steps = [5, 10];
    private long _saved;

    public async Task DoAsync(LocalFileStore store, IDisk disk)
    {
        await using var engine = new EngineOfFiles(path =>
        {
            using var file = disk.OpenWrite(path);
            file.Write(ReadOnlyMemory<byte>.Empty, 0); // the engine writes past the store, and meets the same disk
        });
        foreach (var step in Steps)
        {
            await new Checkpoints(store, "s").SaveAsync(engine, 1, step);
            _saved = Math.Max(_saved, step);
        }
    }

    public async Task RequireAcknowledgedAsync(LocalFileStore store)
    {
        var checkpoints = new Checkpoints(store, "s");
        var newest = await checkpoints.NewestAsync();
        Assert.True((newest?.Step ?? 0) >= _saved);
        if (newest is not null)
        {
            await using var engine = new EngineOfFiles(_ => { });
            await checkpoints.LoadAsync(engine, newest);
        }
    }

    public async Task RequireDoneAsync(LocalFileStore store) =>
        Assert.Equal(Steps[^1], (await new Checkpoints(store, "s").NewestAsync())!.Step);
}
