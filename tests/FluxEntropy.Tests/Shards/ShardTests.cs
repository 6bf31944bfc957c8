using FluxEntropy.Logs;
using FluxEntropy.Orderings;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using FluxEntropy.Tests.Logs;
using Microsoft.Data.Sqlite;

namespace FluxEntropy.Tests.Shards;

public sealed class ShardTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly MemoryFenceRecord _record = new();
    private readonly LocalFileStore _store;
    private CorpusSettings _corpus = new()
    {
        Id = "c0ffee",
        Name = "test",
        Shards = 1,
        Groups = 1,
        Created = DateTimeOffset.UnixEpoch,
        SegmentDocuments = 4,
        SegmentBytes = 100,
    };

    public ShardTests() => _store = new LocalFileStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string IndexFolder => _store.FullPath(DataLayout.ShardIndex(_corpus.Id, 0));

    private string IndexFile => ShardIndexFiles.Newest(IndexFolder)!;

    private Task<Shard> OpenAsync() => Shard.OpenAsync(_store, _corpus, 0, IndexFolder, _record.Open(), Cancel);

    private static IncomingDocument Document(string id, string text) => new(id, text, new Dictionary<string, string>());

    private static IncomingDocument[] Documents(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(i => Document($"id {i}", $"text {i}"))];

    [Fact]
    public async Task A_batch_is_answered_in_order_and_a_retry_changes_nothing()
    {
        await using var shard = await OpenAsync();
        var first = await shard.AppendAsync([
            Document("a", "1"),
            Document("b", "2"),
            Document("a", "1"),
            Document("b", "3"),
        ]);
        var counts = shard.Counts;
        var retry = await shard.AppendAsync([Document("b", "3"), Document("b", "2"), Document("a", "1")]);

        Assert.Equal(
            [AppendStatus.Accepted, AppendStatus.Accepted, AppendStatus.Present, AppendStatus.Quarantined],
            first.Select(outcome => outcome.Status)
        );
        Assert.Equal([0, 1, 0, -1], first.Select(outcome => outcome.Row));
        Assert.Contains(first[1].TextHash, first[3].Reason);
        Assert.Equal(
            [AppendStatus.Quarantined, AppendStatus.Present, AppendStatus.Present],
            retry.Select(outcome => outcome.Status)
        );
        Assert.Equal(counts, shard.Counts);
        Assert.Equal((2, 1), (counts.Documents, counts.Quarantined));
    }

    [Fact]
    public async Task A_full_segment_whose_cut_a_crash_took_takes_no_further_row()
    {
        await using (var shard = await OpenAsync())
            await shard.AppendAsync(Documents(4));
        var folder = DataLayout.ShardLog(_corpus.Id, 0);
        var log = _store.FullPath($"{folder}/{LogFormat.FileName(1)}");
        var cut = (
            await (await LogHistory.LoadAsync(_store, folder, cancellationToken: Cancel))
                .ReadAllAsync(cancellationToken: Cancel)
                .LastAsync(Cancel)
        ).Position;
        await using (var file = new FileStream(log, FileMode.Open))
            file.SetLength(cut.Offset);
        _record.Restore((LogCommit?)null);

        await using var reopened = await OpenAsync();
        await reopened.AppendAsync(Documents(1, from: 4));
        await reopened.CutAsync();

        Assert.Equal([4, 1], reopened.Segments(0, 9).Select(segment => segment.Rows));
    }

    [Fact]
    public async Task Documents_that_are_none_are_set_aside_with_file_line_and_reason()
    {
        await using var shard = await OpenAsync();
        var origin = new Dictionary<string, string> { ["file"] = "data.jsonl", ["line"] = "17" };

        var outcomes = await shard.AppendAsync([
            new("empty", "", origin),
            new("half", "ab\uD800c", origin),
            new("long", new string('x', DocumentContent.MaxBytes + 1), origin),
            new("", "text", origin),
            new("bell\a", "text", origin),
            new(new string('i', 1025), "text", origin),
            new("fine", "text", origin),
        ]);

        Assert.Equal(AppendStatus.Accepted, outcomes[^1].Status);
        Assert.All(outcomes.SkipLast(1), outcome => Assert.Equal(AppendStatus.Quarantined, outcome.Status));
        var kept = shard.Quarantined(0, 10);
        Assert.Equal(["empty", "half", "long", "", "", ""], kept.Select(record => record.Id));
        Assert.All(kept, record => Assert.Equal(("data.jsonl", 17), (record.Source, record.Line)));
        Assert.Contains("character 2", kept[1].Reason);
        Assert.Contains("16 MiB", kept[2].Reason);
        Assert.Contains("U+0007", kept[4].Reason);
    }

    [Fact]
    public async Task Records_that_a_reader_set_aside_count_once_however_often_they_come()
    {
        await using var shard = await OpenAsync();
        QuarantinedRecord[] records = [new("", "f", 1, "broken"), new("", "f", 2, "broken"), new("", "f", 1, "broken")];

        await shard.QuarantineAsync(records);
        await shard.QuarantineAsync(records);

        Assert.Equal(2, shard.Counts.Quarantined);
        Assert.Equal(records[..2], shard.Quarantined(0, 10));
        Assert.Equal(records[1..2], shard.Quarantined(1, 10));
    }

    [Fact]
    public async Task Segments_end_at_their_number_of_documents_or_bytes_and_never_change()
    {
        await using var shard = await OpenAsync();
        await shard.AppendAsync(Documents(5)); // four of six bytes fill a segment
        await shard.AppendAsync([Document("large", new string('x', 150)), Document("behind", "y")]); // the large one stands alone
        Assert.Equal(
            [new Segment(0, 0, 4, 24), new Segment(1, 4, 1, 6), new Segment(2, 5, 1, 150)],
            shard.Segments(0, 10)
        );

        await shard.CutAsync();
        await shard.CutAsync();

        Assert.Equal(new Segment(3, 6, 1, 1), shard.Segment(3));
        Assert.Null(shard.Segment(4));
        Assert.Equal(
            (7, 7, 4, 0L),
            (shard.Counts.Documents, shard.Counts.CutRows, shard.Counts.Segments, shard.Counts.OpenBytes)
        );
    }

    [Fact]
    public async Task Documents_are_found_and_read_with_text_metadata_and_segment()
    {
        await using var shard = await OpenAsync();
        await shard.AppendAsync([
            new("a", "eins", new Dictionary<string, string> { ["language"] = "de" }),
            .. Documents(5),
        ]);

        var row = shard.Find("a")!;
        var document = Assert.Single(await shard.ReadAsync([row], Cancel));

        Assert.Equal(("a", "eins", "de"), (document.Row.Id, document.Text, document.Metadata["language"]));
        Assert.Equal((0, 0), (row.Row, row.Segment));
        Assert.Null(shard.Row(5)!.Segment);
        Assert.Null(shard.Find("unknown"));
        Assert.Null(shard.Row(6));
    }

    [Fact]
    public async Task Reading_by_cursor_gives_every_document_of_a_range_once()
    {
        _corpus = _corpus with { SegmentDocuments = 100, SegmentBytes = 10_000 };
        await using var shard = await OpenAsync();
        await shard.AppendAsync([
            .. Documents(20),
            Document("large", new string('x', 500)),
            .. Documents(20, from: 20),
        ]);
        var texts = new List<string>();

        while (await shard.ReadAsync(3 + texts.Count, 30, maxBytes: 40, Cancel) is { Count: > 0 } part)
        {
            Assert.True(part.Count == 1 || part.Sum(document => document.Row.Bytes) <= 40);
            texts.AddRange(part.Select(document => document.Row.Id));
        }

        Assert.Equal(
            [
                .. Enumerable.Range(3, 17).Select(i => $"id {i}"),
                "large",
                .. Enumerable.Range(20, 9).Select(i => $"id {i}"),
            ],
            texts
        );
    }

    [Fact]
    public async Task Calls_that_overlap_accept_each_document_once()
    {
        await using var shard = await OpenAsync();

        var outcomes = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(_ => Task.Run(() => shard.AppendAsync(Documents(50))))
        );

        Assert.Equal(50, outcomes.Sum(batch => batch.Count(outcome => outcome.Status == AppendStatus.Accepted)));
        Assert.Equal(50, shard.Counts.Documents);
        Assert.All(outcomes, batch =>
            Assert.Equal(outcomes[0].Select(outcome => outcome.Row), batch.Select(outcome => outcome.Row))
        );
    }

    [Theory]
    [InlineData("kept")]
    [InlineData("missing")]
    [InlineData("damaged")]
    [InlineData("of another log")]
    public async Task Whatever_became_of_the_index_a_reopened_shard_answers_the_same(string index)
    {
        _corpus = _corpus with { HeldOutFraction = 0.3 };
        ShardCounts counts;
        await using (var shard = await OpenAsync())
        {
            await shard.AppendAsync(Documents(20));
            await shard.QuarantineAsync([new("", "f", 1, "broken")]);
            counts = shard.Counts;
        }

        await ReplaceIndexAsync(index);
        await using (var shard = await OpenAsync())
        {
            Assert.Equal(counts, shard.Counts);
            Assert.InRange(counts.HeldOut, 1, 19);
            Assert.Equal(AppendStatus.Present, (await shard.AppendAsync(Documents(1)))[0].Status);
            Assert.Equal("text 19", (await shard.ReadAsync(19, 20, 1, Cancel))[0].Text);
            Assert.Equal(20, (await shard.AppendAsync(Documents(1, from: 20)))[0].Row);
        }
    }

    private async Task ReplaceIndexAsync(string with)
    {
        if (with == "missing")
            File.Delete(IndexFile);
        if (with == "damaged")
            await File.WriteAllTextAsync(IndexFile, new string('x', 5000), Cancel);
        if (with == "of another log")
        {
            using var other = new ShardIndexFiles(IndexFolder, _corpus.HeldOut).Anew(1);
            other.Apply(
                [
                    (
                        new LogPosition(1, 48),
                        new ShardRecord.DocumentAdded(0, "z", 1, new Dictionary<string, string>(), "z")
                    ),
                ],
                new LogCommit(1, 99, 99)
            );
        }
    }

    [Theory]
    [InlineData(SqliteLock.Writing)]
    [InlineData(SqliteLock.Closing)]
    public async Task An_index_that_a_process_that_hangs_has_locked_is_left_to_it(SqliteLock held)
    {
        await using (var shard = await OpenAsync())
            await shard.AppendAsync(Documents(6));
        var locked = IndexFile;
        using (Locked(held))
        {
            await using var shard = await OpenAsync();
            Assert.Equal(6, shard.Counts.Documents);
            Assert.Equal(
                [AppendStatus.Present, AppendStatus.Accepted],
                (await shard.AppendAsync(Documents(2, from: 5))).Select(outcome => outcome.Status)
            );
            Assert.Equal("text 6", (await shard.ReadAsync(6, 7, 1, Cancel))[0].Text);
            Assert.NotEqual(locked, IndexFile);
        }

        var made = IndexFile;
        await using var opened = await OpenAsync(); // after it went on and ended
        Assert.Equal((7, made), (opened.Counts.Documents, IndexFile));
        Assert.False(File.Exists(locked));
    }

    public enum SqliteLock
    {
        Writing,
        Closing,
    }

    private SqliteConnection Locked(SqliteLock held)
    {
        var connection = new SqliteConnection($"Data Source={IndexFile};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText =
            (held == SqliteLock.Closing ? "PRAGMA locking_mode = EXCLUSIVE; " : "")
            + "BEGIN IMMEDIATE; UPDATE state SET documents = 99";
        command.ExecuteNonQuery();
        return connection;
    }

    [Fact]
    public async Task A_shard_that_was_taken_over_accepts_nothing_more()
    {
        await using var stale = await OpenAsync();
        await stale.AppendAsync(Documents(1));
        await using var current = await Shard.OpenAsync(_store, _corpus, 0, IndexFolder + ".2", _record.Open(), Cancel);

        await Assert.ThrowsAsync<LogFencedException>(() => stale.AppendAsync(Documents(2)));
        await Assert.ThrowsAsync<LogFencedException>(() => stale.AppendAsync(Documents(1)));
        Assert.Equal(AppendStatus.Accepted, (await current.AppendAsync(Documents(2)))[1].Status);
    }

    [Fact]
    public async Task A_damaged_text_is_an_error_that_names_the_log()
    {
        await using var shard = await OpenAsync();
        await shard.AppendAsync(Documents(2));
        var log = _folder[$"{DataLayout.ShardLog(_corpus.Id, 0)}/{LogFormat.FileName(1)}"];
        var bytes = await File.ReadAllBytesAsync(log, Cancel);
        bytes[^20] ^= 1;
        await File.WriteAllBytesAsync(log, bytes, Cancel);

        Assert.Contains(
            "00000001.log",
            (await Assert.ThrowsAsync<LogCorruptException>(() => shard.ReadAsync(0, 2, 100, Cancel))).Message
        );
    }

    [Fact]
    public async Task A_deleted_document_is_absent_everywhere_but_in_its_row_and_its_id_can_be_used_again()
    {
        await using var shard = await OpenAsync();
        await shard.AppendAsync(Documents(6));
        var deleted = await shard.DeleteAsync(["id 1", "id 5", "nobody", "id 1"]);
        var again = await shard.DeleteAsync(["id 1"]);
        var back = await shard.AppendAsync([Document("id 1", "other text")]);

        Assert.Equal([1, 5, null, null], deleted.Select(outcome => outcome.Row));
        Assert.Null(again[0].Row);
        Assert.Equal((AppendStatus.Accepted, 6), (back[0].Status, back[0].Row));
        Assert.Equal((7, 2, 2), (shard.Counts.Documents, shard.Counts.Tombstones, shard.Counts.Segments)); // the open segment was cut
        Assert.Null(shard.Find("id 5"));
        Assert.Equal(6, shard.Find("id 1")!.Row);
        Assert.Equal([1, 5], shard.Rows(0, 7).Where(row => row.IsDeleted).Select(row => row.Row));
        Assert.Equal("text 1", (await shard.ReadAsync([shard.Row(1)!], Cancel))[0].Text);
        Assert.Equal([new Tombstone(0, 1, 0, 6, false), new Tombstone(1, 5, 1, 6, false)], await PublishedAsync());
    }

    [Fact]
    public async Task A_text_is_replaced_only_by_one_that_names_it()
    {
        await using var shard = await OpenAsync();
        await shard.AppendAsync([Document("a", "1"), Document("b", "1")]);
        UInt128 one = DocumentContent.Hash("1"),
            two = DocumentContent.Hash("2");
        var answers = await shard.AppendAsync([
            Document("a", "2") with
            {
                Replaces = one,
            },
            Document("a", "2") with
            {
                Replaces = one,
            },
            Document("a", "3") with
            {
                Replaces = two,
            },
            Document("b", "2") with
            {
                Replaces = two,
            },
            Document("c", "2") with
            {
                Replaces = two,
            },
        ]);

        Assert.Equal(
            [
                AppendStatus.Replaced,
                AppendStatus.Present,
                AppendStatus.Replaced,
                AppendStatus.Quarantined,
                AppendStatus.Accepted,
            ],
            answers.Select(answer => answer.Status)
        );
        Assert.Equal([2, 2, 3, -1, 4], answers.Select(answer => answer.Row));
        Assert.Equal("3", (await shard.ReadAsync([shard.Find("a")!], Cancel))[0].Text);
        Assert.Contains("it should have replaced", answers[3].Reason);
        Assert.Equal(2, shard.Counts.Tombstones);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_deleted_is_known_again_when_the_shard_is_opened(bool anew)
    {
        await using (var shard = await OpenAsync())
        {
            await shard.AppendAsync(Documents(5));
            await shard.DeleteAsync(["id 0", "id 4"]);
            await shard.AppendAsync([Document("id 2", "new") with { Replaces = DocumentContent.Hash("text 2") }]);
        }

        foreach (var file in _store.Files(DataLayout.Tombstones(_corpus.Id, 0)).Skip(1))
            _store.Delete($"{DataLayout.Tombstones(_corpus.Id, 0)}/{file}"); // as if its publisher had died before
        if (anew)
            File.Delete(IndexFile);
        await using var opened = await OpenAsync();

        Assert.Equal([0, 2, 4], opened.Rows(0, 9).Where(row => row.IsDeleted).Select(row => row.Row));
        Assert.Equal((6, 3), (opened.Counts.Documents, opened.Counts.Tombstones));
        Assert.Equal("text 1text 3new".Length, opened.Counts.Bytes);
        Assert.Equal([0, 4, 2], (await PublishedAsync()).Select(tombstone => tombstone.Row));
    }

    private Task<IReadOnlyList<Tombstone>> PublishedAsync() =>
        ShardHistory.TombstonesAsync(_store, _corpus.Id, 0, cancellationToken: Cancel);
}
