using System.Text.Json;
using System.Text.Json.Nodes;
using FluxEntropy.Curricula;
using FluxEntropy.Curricula.Schedules;
using FluxEntropy.Engines;
using FluxEntropy.Logs;
using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.Tests.Logs;
using FluxEntropy.Tests.Sessions;

namespace FluxEntropy.Tests.Verification;

/// <summary>
/// A small data folder as a server leaves it: documents, scores, tokens, sealed runs, a session; all numbers are made
/// up from a seed.
/// </summary>
internal sealed class SampleFolder : IDisposable
{
    public const string SessionId = "5e55";
    private const string Metric = "entropy.mean";
    private static readonly int[] Gone = [1, 4]; // rows of each shard that were deleted
    private readonly TemporaryFolder _folder = new();
    private readonly Random _random = new(7);

    private SampleFolder() => Store = new LocalFileStore(Root);

    public string Root => _folder["data"];

    public LocalFileStore Store { get; }

    public CorpusSettings Corpus { get; } =
        new()
        {
            Id = "c0",
            Name = "sample",
            Shards = 2,
            Groups = 2,
            HeldOutFraction = 0.2,
            Created = DateTimeOffset.UnixEpoch,
            SegmentDocuments = 8,
        };

    public ScoringProfile Profile { get; } =
        new()
        {
            Model = "m",
            ModelHash = "1",
            TokenizerHash = "2",
            VocabularySize = 100,
            WindowTokens = 8,
            StrideTokens = 4,
            Dtype = "float32",
        };

    /// <summary>What a client saw acknowledged, as <c>flux ingest --acknowledged</c> writes it.</summary>
    public string Acknowledged => _folder["acknowledged.jsonl"];

    public static async Task<SampleFolder> CreateAsync()
    {
        var sample = new SampleFolder();
        using var folder = DataFolder.Open(sample.Root);
        await sample.PublishAsync(DataLayout.CorpusSettings("c0"), sample.Corpus);
        await sample.PublishAsync(DataLayout.CorpusName("sample"), new { id = "c0" });
        await sample.PublishAsync(
            DataLayout.Profile(sample.Profile.Hash),
            new { profile = sample.Profile, modelFolder = "m" }
        );
        await sample.PublishAsync(DataLayout.ActiveProfile("c0", 1), new { hash = sample.Profile.Hash });
        await sample.PublishAsync(
            DataLayout.ScoredProfile("c0", sample.Profile.Hash),
            new { hash = sample.Profile.Hash }
        );
        for (var shard = 0; shard < 2; shard++)
            await sample.IngestAsync(shard);
        for (var group = 0; group < 2; group++)
            await sample.AggregateAsync(group);
        await sample.TrainAsync();
        return sample;
    }

    public void Dispose() => _folder.Dispose();

    public string ScorePath(int shard, int segment) => DataLayout.ScoreFile("c0", Profile.Hash, shard, segment);

    /// <summary>Writes a shard's log anew, with records changed; the index is made anew as well.</summary>
    public async Task RewriteLogAsync(int shard, Action<List<ShardRecord>> change)
    {
        var folder = DataLayout.ShardLog("c0", shard);
        var records = new List<ShardRecord>();
        await foreach (var record in (await LogHistory.LoadAsync(Store, folder)).ReadAllAsync())
            records.Add(ShardRecord.Decode(record.Payload.Span));
        change(records);
        foreach (var file in Store.Files(folder))
            Store.Delete($"{folder}/{file}");
        Directory.Delete(Store.FullPath(DataLayout.ShardIndex("c0", shard)), recursive: true);
        await using var log = await FencedLog.OpenAsync(Store, folder, new MemoryFenceRecord().Open(), "test");
        await log.AppendAsync([.. records.Select(record => (ReadOnlyMemory<byte>)record.Encode())]);
    }

    private Task<bool> PublishAsync<T>(string path, T value) => Store.PublishAsync(path, CheckedJson.Encode(value));

    /// <summary>Changes a JSON file as somebody would who gives it the checksum that it then has.</summary>
    public void Forge(string file, string text, string forged)
    {
        var path = Store.FullPath(file);
        var json = JsonNode.Parse(File.ReadAllText(path).Replace(text, forged, StringComparison.Ordinal))!.AsObject();
        json.Remove("xxh3");
        File.WriteAllBytes(path, CheckedJson.Encode(json));
    }

    private async Task IngestAsync(int shard)
    {
        var index = Store.FullPath(DataLayout.ShardIndex("c0", shard));
        await using var open = await Shard.OpenAsync(Store, Corpus, shard, index, new MemoryFenceRecord().Open());
        var documents = Enumerable
            .Range(0, 80)
            .Select(i => $"document {i}")
            .Where(id => DocumentId.ShardOf(id, 2) == shard)
            .ToArray();
        var gone = Enumerable
            .Range(0, 100)
            .Select(i => $"gone {i}")
            .Where(id => DocumentId.ShardOf(id, 2) == shard)
            .Take(Gone.Length)
            .ToArray();
        string[] all = [documents[0], gone[0], .. documents[1..3], gone[1], .. documents[3..]];
        var answered = await open.AppendAsync([
            .. all.Select(id => new IncomingDocument(id, $"text of {id}", new Dictionary<string, string>())),
        ]);
        var outcomes = answered.Where((_, row) => !Gone.Contains(row)).ToArray();
        await open.DeleteAsync(gone);
        await open.QuarantineAsync([new QuarantinedRecord("", "file", 3, "broken")]);
        var lines = outcomes.Zip(documents, (outcome, id) => JsonSerializer.Serialize(
                new
                {
                    corpus = "sample",
                    id,
                    textHash = outcome.TextHash,
                }
            ));
        await File.AppendAllLinesAsync(Acknowledged, lines);
        foreach (var segment in open.Segments(0, 100))
            await ScoreAsync(
                shard,
                await open.ReadAsync(segment.FirstRow, segment.FirstRow + segment.Rows, int.MaxValue)
            );
    }

    /// <summary>Publishes made-up scores of a segment.</summary>
    public async Task ScoreAsync(int shard, IReadOnlyList<ShardDocument> documents, MetricCatalog? metrics = null)
    {
        metrics ??= MetricCatalog.BuiltIn;
        var scores = documents
            .Select(
                (_, i) =>
                    new DocumentScore
                    {
                        TokenIds = [.. Enumerable.Range(0, _random.Next(4, 9)).Select(_ => _random.Next(100))],
                        Bytes = 1,
                        Metrics = [.. metrics.Names.Select(_ => i == 5 ? float.NaN : (float)_random.NextDouble() * 8)],
                        Failure = i == 6 ? "logits are not finite" : null,
                    }
            )
            .ToArray();
        var segment = documents[0].Row.Segment!.Value;
        var header = new ScoreFileHeader(
            "c0",
            Profile.Hash,
            shard,
            segment,
            documents[0].Row.Row,
            scores.Length,
            metrics.Columns,
            "n"
        );
        await Store.PublishAsync(
            DataLayout.TokenFile("c0", "2", shard, segment),
            TokenFile.Encode(header.FirstRow, [.. scores.Select(score => score.TokenIds)])
        );
        await Store.PublishAsync(
            ScorePath(shard, segment),
            ScoreFile.Encode(header, scores, [.. documents.Select(document => document.Row.HeldOut)])
        );
    }

    private async Task AggregateAsync(int group)
    {
        var aggregate = new ShardGroupAggregate(Profile.Hash, [group], [Metric]);
        for (var segment = 0; Store.Exists(ScorePath(group, segment)); segment++)
        {
            aggregate.Accept(SegmentScores.Of(ScoreFile.Read(await Store.ReadAsync(ScorePath(group, segment)), "x")));
            if (segment == 1)
            {
                aggregate.Delete(
                    SegmentScores.Of(ScoreFile.Read(await Store.ReadAsync(ScorePath(group, 0)), "x")),
                    Gone
                );
                aggregate.Advance(group, 0, Gone.Length);
            }

            if (segment % 2 == 1)
                await SealAsync(aggregate, group);
        }

        await Store.PublishAsync(
            DataLayout.AggregateRecord("c0", Profile.Hash, group, 1),
            AggregateRecordFile.Encode(aggregate.Record)
        );
    }

    private async Task SealAsync(ShardGroupAggregate aggregate, int group)
    {
        foreach (var run in aggregate.Seal(_ => DataLayout.NewId()))
        {
            using var stream = new MemoryStream();
            RunMerge.Write(stream, [run.Run], []);
            await Store.PublishAsync(DataLayout.Run("c0", Profile.Hash, group, run.Reference.Name), stream.ToArray());
        }
    }

    private async Task TrainAsync()
    {
        var settings = new SessionSettings
        {
            Id = SessionId,
            Name = "run",
            CorpusId = "c0",
            ProfileHash = Profile.Hash,
            TokenSet = "2",
            Metric = Metric,
            Batch = 2,
            Time = 7,
            Seed = 5,
            TotalSteps = 20,
            Created = DateTimeOffset.UnixEpoch,
        };
        await PublishAsync(DataLayout.SessionSettings(SessionId), settings);
        await PublishAsync(DataLayout.SessionName(settings.Name), new { id = SessionId });
        await using var log = await FencedLog.OpenAsync(
            Store,
            DataLayout.SessionLog(SessionId),
            new MemoryFenceRecord().Open(),
            "test"
        );
        var state = new SessionState(settings);
        var snapshot = await SnapshotAsync();
        var run = await SnapshotRebuild.FromScoresAsync(Store, snapshot);
        using var ordering = new SnapshotOrdering(snapshot, run);
        using var stream = new MemoryStream();
        RunMerge.Write(stream, [run], []);
        await Store.PublishAsync(DataLayout.SessionSnapshot(SessionId, snapshot.Hash), stream.ToArray());

        async Task Append(SessionLogEntry entry)
        {
            var positions = await log.AppendAsync([entry.Encode()]);
            state.Apply(positions[0], entry);
        }

        await Append(
            new CurriculumUpdated(
                new CurriculumEntry(
                    1,
                    0,
                    new Curriculum { Bins = 3, Schedule = new SequentialSchedule() },
                    "",
                    "created",
                    DateTimeOffset.UnixEpoch
                )
            )
        );
        state.Planner.Adopt(ordering);
        await Append(new SnapshotAdopted(snapshot));
        await Append(new BranchOpened(1, 0));
        for (var step = 0; step < 5; step++)
        {
            await Append(new StepPlanned(state.Plan().Step(), (ulong)step));
            await Append(new StepReported(1, new StepReport(step, 1.5, [], (ulong)step)));
        }
    }

    private async Task<Snapshot> SnapshotAsync()
    {
        var marks = new List<SnapshotMark>();
        for (var shard = 0; shard < 2; shard++)
        {
            var mark = ShardMark.Start(shard);
            while (Store.Exists(ScorePath(shard, mark.NextSegment)))
                mark = mark.Advance(
                    ScoreFile.Read(await Store.ReadAsync(ScorePath(shard, mark.NextSegment)), "x").Checksum
                );
            marks.Add(SnapshotMark.Of(mark with { NextTombstone = Gone.Length }));
        }

        return new Snapshot("c0", Profile.Hash, Metric, marks);
    }
}
