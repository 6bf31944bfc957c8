using System.Text;
using System.Text.Json.Nodes;
using FluxEntropy.Metrics;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;
using FluxEntropy.Verification;

namespace FluxEntropy.Tests.Verification;

public sealed class DataFolderVerifierTests : IAsyncLifetime
{
    private SampleFolder _sample = null!;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _sample = await SampleFolder.CreateAsync();

    public ValueTask DisposeAsync()
    {
        _sample.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<VerificationReport> VerifyAsync(bool namesAllThatWasSent = true)
    {
        using var folder = DataFolder.OpenStopped(_sample.Root);
        return await DataFolderVerifier.VerifyAsync(
            folder,
            await ExpectedDocuments.ReadAsync(_sample.Acknowledged, namesAllThatWasSent, Cancel),
            cancellationToken: Cancel
        );
    }

    private static void AssertFound(VerificationReport report, long lost, long unexpected, long duplicated)
    {
        Assert.True(
            (report.Lost, report.Unexpected, report.Duplicated) == (lost, unexpected, duplicated),
            $"lost {report.Lost}, unexpected {report.Unexpected}, duplicated {report.Duplicated}:\n{string.Join('\n', report.Problems)}"
        );
        Assert.Equal(lost + unexpected + duplicated == 0 && report.Problems.Count == 0, report.IsSound);
    }

    private static void Change(List<ShardRecord> records, int from, Func<ShardRecord.DocumentAdded, ShardRecord> change)
    {
        var at = records.FindIndex(record => record is ShardRecord.DocumentAdded added && added.Row == from);
        records[at] = change((ShardRecord.DocumentAdded)records[at]);
    }

    private static int Row(List<ShardRecord> records) =>
        records.OfType<ShardRecord.DocumentAdded>().Max(added => added.Row);

    private static string IdOf(int shard) =>
        Enumerable.Range(0, 100).Select(i => $"stranger {i}").First(id => DocumentId.ShardOf(id, 2) == shard);

    private static ShardRecord.DocumentAdded Stranger(int shard, int row) =>
        new(row, IdOf(shard), DocumentContent.Hash("x"), new Dictionary<string, string>(), "x");

    [Fact]
    public async Task A_sound_folder_is_found_sound_and_left_as_it_is()
    {
        var before = Directory
            .GetFiles(_sample.Root, "*", SearchOption.AllDirectories)
            .Order()
            .Select(path => (path, File.GetLastWriteTimeUtc(path)))
            .ToList();

        var report = await VerifyAsync();

        AssertFound(report, 0, 0, 0);
        Assert.Empty(report.Problems);
        Assert.Equal(4, report.Counts.Deleted);
        Assert.Equal(
            (80L, 80L, 0L, 2L),
            (report.Counts.Documents, report.Counts.Expected, report.Counts.NotExpected, report.Counts.Quarantined)
        );
        Assert.InRange(report.Counts.Indexed, 1, 79);
        Assert.InRange(report.Counts.RunEntries, 1, report.Counts.Indexed);
        Assert.Equal(report.Counts.Segments, report.Counts.ScoreFiles);
        Assert.Equal(new SessionReplayed(SampleFolder.SessionId, "run", 5), Assert.Single(report.Replays));
        Assert.Equal(
            before,
            Directory
                .GetFiles(_sample.Root, "*", SearchOption.AllDirectories)
                .Order()
                .Select(path => (path, File.GetLastWriteTimeUtc(path)))
        );
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_row_removed_one_added_one_repeated_are_one_each(bool removedIsScored)
    {
        await _sample.RewriteLogAsync(0, records =>
        {
            var removed = removedIsScored ? 3 : Row(records);
            records.RemoveAll(record => record is ShardRecord.DocumentAdded added && added.Row == removed);
        });
        await _sample.RewriteLogAsync(1, records =>
        {
            var last = Row(records);
            var repeated = records.OfType<ShardRecord.DocumentAdded>().First();
            records.Add(repeated with { Row = last + 1 });
            records.Add(Stranger(1, last + 2));
        });

        AssertFound(await VerifyAsync(), lost: 1, unexpected: 1, duplicated: 1);
    }

    [Fact]
    public async Task A_row_that_was_durable_and_not_acknowledged_is_legal()
    {
        await _sample.RewriteLogAsync(1, records => records.Add(Stranger(1, Row(records) + 1)));

        var report = await VerifyAsync(namesAllThatWasSent: false);

        AssertFound(report, 0, 0, 0);
        Assert.Equal(1, report.Counts.NotExpected);
    }

    [Fact]
    public async Task What_a_crash_leaves_behind_is_legal()
    {
        await _sample.Store.CreateFolderAsync("corpora/c1");
        await _sample.Store.CreateFolderAsync("sessions/5e56");
        await File.AppendAllTextAsync(Find("corpora/c0/shards/0000/log/*.log"), "a record that was cut off", Cancel);
        await File.AppendAllTextAsync(_sample.Acknowledged, "{\"corpus\":\"sam", Cancel);
        await File.WriteAllTextAsync(
            _sample.Store.FullPath("corpora/c0/corpus.json.0123456789abcdef.tmp"),
            "{",
            Cancel
        );
        await _sample.Store.PublishAsync("corpora/c0/tokens/2/0001/00000099.tokens", TokenFile.Encode(0, []), Cancel);
        File.Delete(Find("corpora/c0/shards/0001/index/*.db"));

        AssertFound(await VerifyAsync(), 0, 0, 0);
    }

    [Fact]
    public async Task A_corpus_without_settings_is_found()
    {
        File.Delete(_sample.Store.FullPath("corpora/c0/corpus.json"));

        Assert.Contains((await VerifyAsync()).Problems, problem => problem.Kind == "settings");
    }

    [Fact]
    public async Task An_acknowledged_text_that_another_took_the_place_of_is_lost()
    {
        await _sample.RewriteLogAsync(0, records =>
            Change(records, 3, added => added with { TextHash = DocumentContent.Hash("other"), Text = "other" })
        );

        Assert.Equal(1, (await VerifyAsync()).Lost);
    }

    [Fact]
    public async Task A_row_in_the_wrong_shard_and_a_row_twice_are_found_without_expectations()
    {
        await _sample.RewriteLogAsync(0, records =>
        {
            var last = Row(records);
            records.Add(Stranger(1, last + 1)); // an id of shard 1 in shard 0
            records.Add(Stranger(0, last + 1)); // the same row again
        });
        using var folder = DataFolder.OpenStopped(_sample.Root);

        AssertFound(
            await DataFolderVerifier.VerifyAsync(folder, cancellationToken: Cancel),
            lost: 0,
            unexpected: 1,
            duplicated: 1
        );
    }

    [Fact]
    public async Task A_corpus_that_is_gone_has_lost_all_its_documents()
    {
        Directory.Delete(_sample.Store.FullPath("corpora/c0"), recursive: true);
        Directory.Delete(_sample.Store.FullPath("names"), recursive: true);
        Directory.Delete(_sample.Store.FullPath("sessions"), recursive: true);

        AssertFound(await VerifyAsync(), lost: 80, unexpected: 0, duplicated: 0);
    }

    [Fact]
    public void An_ordering_with_an_entry_removed_added_and_repeated_is_found()
    {
        OrderingEntry[] ranked = [.. Enumerable.Range(0, 9).Select(i => new OrderingEntry(i, 0, i, 5))];
        var findings = new Findings();

        OrderingComparison.Compare(
            [.. ranked[..4], new OrderingEntry(3.5f, 1, 1, 5), .. ranked[5..7], ranked[6], .. ranked[7..]],
            ranked,
            "run",
            findings
        );

        AssertFound(findings.Report(), lost: 1, unexpected: 1, duplicated: 1);
    }

    [Fact]
    public async Task A_score_of_a_segment_that_was_never_cut_is_unexpected()
    {
        var bytes = await _sample.Store.ReadAsync(_sample.ScorePath(0, 0), Cancel);
        var file = ScoreFile.Read(bytes, "x");
        var scores = Enumerable
            .Range(0, 2)
            .Select(_ => new DocumentScore
            {
                TokenIds = [1],
                Bytes = 1,
                Metrics = new float[MetricCatalog.BuiltIn.Names.Count],
            })
            .ToArray();
        await _sample.Store.PublishAsync(
            _sample.ScorePath(0, 99),
            ScoreFile.Encode(file.Header with { Segment = 99, FirstRow = 500, Rows = 2 }, scores, [false, false]),
            Cancel
        );

        AssertFound(await VerifyAsync(), lost: 0, unexpected: 2, duplicated: 0);
    }

    [Theory]
    [InlineData("log", "corpora/c0/shards/0001/log/*.log")]
    [InlineData("index", "corpora/c0/shards/0001/index/*.db")]
    [InlineData("scores", "corpora/c0/scores/*/0000/00000000.scores")]
    [InlineData("tokens", "corpora/c0/tokens/2/0001/00000001.tokens")]
    [InlineData("run", "corpora/c0/runs/*/0000/*.run")]
    [InlineData("aggregate", "corpora/c0/runs/*/0001/*.record")]
    [InlineData("tombstones", "corpora/c0/tombstones/0001/00000000.tombstones")]
    [InlineData("log", "sessions/5e55/log/*.log")]
    [InlineData("run", "sessions/5e55/snapshots/*.run")]
    public async Task A_flipped_bit_is_named_with_its_file(string kind, string pattern)
    {
        var path = Find(pattern);
        var bytes = await File.ReadAllBytesAsync(path, Cancel);
        var at = path.EndsWith(".db", StringComparison.Ordinal)
            ? bytes.AsSpan().LastIndexOf(Encoding.UTF8.GetBytes("document 1"))
            : bytes.Length / 2;
        bytes[at] ^= 4;
        await File.WriteAllBytesAsync(path, bytes, Cancel);

        var report = await VerifyAsync();

        Assert.False(report.IsSound);
        var name = Path.GetFileName(path);
        Assert.Contains(report.Problems, problem =>
            problem.Kind == kind && (problem.Where + problem.What).Contains(name, StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_log_that_was_cut_off_is_found_although_what_is_left_is_whole()
    {
        var path = Find("corpora/c0/shards/0000/log/*.log");
        await File.WriteAllBytesAsync(path, (await File.ReadAllBytesAsync(path, Cancel))[..^1], Cancel);

        var report = await VerifyAsync();

        Assert.Contains(report.Problems, problem =>
            problem.Kind == "log" && problem.What.Contains("cut off", StringComparison.Ordinal)
        );
    }

    [Fact]
    public async Task A_row_deleted_twice_and_one_of_another_segment_are_found()
    {
        await _sample.RewriteLogAsync(0, records =>
        {
            var first = records.OfType<ShardRecord.DocumentDeleted>().First().Tombstone;
            records.Add(new ShardRecord.DocumentDeleted(first with { Number = 2 }));
        });
        await _sample.RewriteLogAsync(1, records =>
        {
            var last = records.FindLastIndex(record => record is ShardRecord.DocumentDeleted);
            records[last] = new ShardRecord.DocumentDeleted(
                ((ShardRecord.DocumentDeleted)records[last]).Tombstone with
                {
                    Segment = 1,
                }
            );
        });

        var found = (await VerifyAsync())
            .Problems.Where(problem => problem.Kind == "tombstones")
            .Select(problem => problem.What)
            .ToArray();

        Assert.Contains(found, what => what.Contains("not live", StringComparison.Ordinal));
        Assert.Contains(found, what => what.Contains("does not hold it", StringComparison.Ordinal));
        Assert.Contains(found, what => what.Contains("not those of the log", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Tombstones_that_an_aggregate_counts_and_that_are_gone_are_found()
    {
        File.Delete(Find("corpora/c0/tombstones/0001/*.tombstones"));

        Assert.Contains((await VerifyAsync()).Problems, problem => problem.Kind == "aggregate");
    }

    [Fact]
    public async Task A_deleted_document_that_is_live_and_a_replaced_one_of_the_old_text_are_found()
    {
        string[] ids =
        [
            .. (await File.ReadAllLinesAsync(_sample.Acknowledged, Cancel))
                .Take(2)
                .Select(line => JsonNode.Parse(line)!["id"]!.GetValue<string>()),
        ];
        await File.AppendAllLinesAsync(
            _sample.Acknowledged,
            [
                $$"""{"corpus":"sample","id":"{{ids[0]}}","deleted":true}""",
                $$"""{"corpus":"sample","id":"{{ids[1]}}","textHash":"{{new string('0', 32)}}","replaced":true}""",
            ],
            Cancel
        );

        AssertFound(await VerifyAsync(), lost: 1, unexpected: 1, duplicated: 0);
    }

    [Fact]
    public async Task A_plan_that_differs_from_the_recorded_one_is_found()
    {
        _sample.Forge("sessions/5e55/session.json", "\"seed\": 5", "\"seed\": 6");

        Assert.Contains((await VerifyAsync()).Problems, problem =>
            problem.Kind == "session" && problem.What.Contains("step ", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("names/corpora/sample.json", "c0", "c1", "names/corpora/sample.json")]
    [InlineData("corpora/c0/corpus.json", "sample", "simple", "names/corpora/sample.json")]
    [InlineData("corpora/c0/active/00000001.json", "hash", "Hush", "corpora/c0/active/00000001.json")]
    [InlineData("sessions/5e55/session.json", "5e55", "5e54", "sessions/5e55")]
    public async Task A_name_that_leads_nowhere_is_found(string file, string text, string forged, string where)
    {
        _sample.Forge(file, text, forged);

        Assert.Contains((await VerifyAsync()).Problems, problem => problem.Where == where);
    }

    [Theory]
    [InlineData("names/corpora/sample.json", "corpora/c0/corpus.json")]
    [InlineData("names/sessions/run.json", "sessions/5e55/session.json")]
    [InlineData("corpora/c0/active/00000001.json", "corpora/c0/active")]
    public async Task What_others_follow_from_is_missed_when_it_is_gone(string file, string where)
    {
        _sample.Store.Delete(file);

        Assert.Contains((await VerifyAsync()).Problems, problem => problem.Where == where);
    }

    [Theory]
    [InlineData("\"batch\": 2", "\"batch\": 0")]
    [InlineData("\"totalSteps\": 20", "\"totalSteps\": 3")]
    public async Task Settings_that_make_no_sense_are_a_problem_and_not_the_end_of_the_checking(
        string text,
        string forged
    )
    {
        _sample.Forge("sessions/5e55/session.json", text, forged);

        Assert.Contains((await VerifyAsync()).Problems, problem =>
            problem.Where.StartsWith("sessions/5e55", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData("\"step\": 4", true)]
    [InlineData("\"branch\": 1", true)]
    [InlineData("weights-1", true)]
    public async Task A_checkpoint_is_what_its_manifest_says(string? text, bool isDamaged)
    {
        var (path, folder) = (
            DataLayout.CheckpointManifest(SampleFolder.SessionId, 1, 4),
            "sessions/5e55/checkpoints/weights-1"
        );
        await _sample.Store.CreateFolderAsync(folder);
        await _sample.Store.PublishAsync($"{folder}/weights.bin", new byte[] { 1 }, Cancel);
        await new Checkpoints(_sample.Store, SampleFolder.SessionId).NameAsync(
            new Checkpoint(4, 1, folder, await Checkpoints.HashAsync(_sample.Store, folder))
        );
        if (text is not null)
            _sample.Forge(path, text, text[..^1] + "7");

        Assert.Equal(
            isDamaged,
            (await VerifyAsync()).Problems.Any(problem => problem.Kind == "checkpoint" && problem.Where == path)
        );
    }

    [Theory]
    [InlineData(5, false)]
    [InlineData(6, true)] // the session planned five
    public async Task A_checkpoint_of_a_step_that_the_log_lost_is_found(long step, bool isFound)
    {
        var folder = "sessions/5e55/checkpoints/weights-1";
        await _sample.Store.CreateFolderAsync(folder);
        await _sample.Store.PublishAsync($"{folder}/weights.bin", new byte[] { 1 }, Cancel);
        await new Checkpoints(_sample.Store, SampleFolder.SessionId).NameAsync(
            new Checkpoint(step, 1, folder, await Checkpoints.HashAsync(_sample.Store, folder))
        );

        Assert.Equal(
            isFound,
            (await VerifyAsync()).Problems.Any(problem =>
                problem.What.Contains("the session's log planned 5 steps", StringComparison.Ordinal)
            )
        );
    }

    [Theory]
    [InlineData("{", "line 1")]
    [InlineData("""{"corpus":"c","id":"i"}""", "line 1")]
    [InlineData("""{"corpus":"c","id":"i","textHash":"zz"}""", "line 1")]
    public async Task A_broken_expectation_is_refused_with_its_line(string line, string where)
    {
        await File.WriteAllTextAsync(_sample.Acknowledged, line + "\n", Cancel);

        Assert.Contains(
            where,
            (
                await Assert.ThrowsAsync<InvalidDataException>(() =>
                    ExpectedDocuments.ReadAsync(_sample.Acknowledged, cancellationToken: Cancel)
                )
            ).Message
        );
    }

    private string Find(string pattern)
    {
        var parts = pattern.Split('/');
        var found = parts[..^1]
            .Aggregate((IEnumerable<string>)[_sample.Root], (folders, part) =>
                folders.SelectMany(folder => Directory.GetDirectories(folder, part))
            );
        return found.SelectMany(folder => Directory.GetFiles(folder, parts[^1])).Order().First();
    }
}
