using FluxEntropy.Logs;
using FluxEntropy.Orderings;
using FluxEntropy.Scores;
using FluxEntropy.Storage;
using FluxEntropy.Tests.Logs;
using FluxEntropy.Tests.Verification;
using FluxEntropy.Verification;

namespace FluxEntropy.Tests.Storage;

/// <summary>Files cut at every byte: what is left is a shorter log, or an error that names the file; it is never another answer.</summary>
public sealed class TruncationTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("*.scores")]
    [InlineData("*.tokens")]
    [InlineData("*.record")]
    [InlineData("*.run")] // an aggregator's, and a session's snapshot
    public async Task What_is_published_whole_is_refused_at_any_shorter_length(string kind)
    {
        using var sample = await SampleFolder.CreateAsync();
        var files = Directory.GetFiles(sample.Root, kind, SearchOption.AllDirectories);
        Assert.NotEmpty(files);
        foreach (var file in files)
        {
            var whole = await File.ReadAllBytesAsync(file, Cancel);
            Read(file, whole);
            for (var length = 0; length < whole.Length; length++)
            {
                var refusal = Assert.Throws<InvalidDataException>(() => Read(file, whole[..length]));
                Assert.Contains(Path.GetFileName(file), refusal.Message);
            }
        }
    }

    [Fact]
    public async Task A_snapshot_that_is_cut_is_not_taken_for_a_smaller_one()
    {
        using var sample = await SampleFolder.CreateAsync();
        var path = Assert.Single(
            Directory.GetFiles(Path.Join(sample.Root, DataLayout.Session(SampleFolder.SessionId), "snapshots"))
        );
        var log = await LogHistory.LoadAsync(sample.Store, DataLayout.SessionLog(SampleFolder.SessionId), null, Cancel);
        var snapshot = await log.ReadAllAsync(cancellationToken: Cancel)
            .Select(record => FluxEntropy.Sessions.SessionLogEntry.Decode(record.Payload.Span))
            .OfType<FluxEntropy.Sessions.SnapshotAdopted>()
            .SingleAsync(Cancel);
        SnapshotOrdering.Open(snapshot.Snapshot, path).Dispose();

        for (var length = new FileInfo(path).Length - 1; length >= 0; length--)
        {
            using (var file = File.OpenWrite(path))
                file.SetLength(length);
            Assert.Contains(
                path,
                Assert.Throws<InvalidDataException>(() => SnapshotOrdering.Open(snapshot.Snapshot, path)).Message
            );
        }
    }

    [Fact]
    public async Task The_newest_term_of_a_log_is_read_as_far_as_it_is_whole_and_never_less_than_was_committed()
    {
        using var sample = await SampleFolder.CreateAsync();
        string[] logs =
        [
            DataLayout.ShardLog("c0", 0),
            DataLayout.ShardLog("c0", 1),
            DataLayout.SessionLog(SampleFolder.SessionId),
        ];
        foreach (var folder in logs)
        {
            var history = await LogHistory.LoadAsync(sample.Store, folder, null, Cancel);
            var records = await history.ReadAllAsync(cancellationToken: Cancel).ToListAsync(Cancel);
            var file = sample.Store.FullPath($"{folder}/{LogFormat.FileName(1)}");
            for (var length = new FileInfo(file).Length - 1; length >= 0; length--)
            {
                Cut(file, length);
                await AssertNamedAsync(sample.Store, folder, history.Last, LogFormat.FileName(1));
                if (length < LogFormat.HeaderBytes)
                    await AssertNamedAsync(sample.Store, folder, null, LogFormat.FileName(1));
                else
                    await AssertHoldsAsync(sample.Store, folder, records.Where(record => record.End.Length <= length));
            }
        }
    }

    [Fact]
    public async Task A_term_that_a_later_one_builds_on_is_refused_when_it_is_cut()
    {
        var store = new LocalFileStore(_folder.Path);
        var record = new MemoryFenceRecord();
        for (var term = 1; term <= 2; term++)
        {
            await using var log = await FencedLog.OpenAsync(store, "log", record.Open(), "test", Cancel);
            await log.AppendAsync([new byte[20], new byte[30]]);
        }

        var first = store.FullPath($"log/{LogFormat.FileName(1)}");
        for (var length = new FileInfo(first).Length - 1; length >= 0; length--)
        {
            Cut(first, length);
            await AssertNamedAsync(store, "log", null, LogFormat.FileName(1));
            await AssertNamedAsync(store, "log", record.Value, LogFormat.FileName(1));
        }
    }

    [Fact]
    public async Task Of_acknowledged_documents_the_whole_lines_count()
    {
        using var sample = await SampleFolder.CreateAsync();
        await File.AppendAllTextAsync(
            sample.Acknowledged,
            $$"""{"corpus":"sample","id":"größer","textHash":"{{new string('a', 32)}}"}""" + "\n",
            Cancel
        );
        var whole = await File.ReadAllBytesAsync(sample.Acknowledged, Cancel);
        var complete = await ExpectedDocuments.ReadAsync(sample.Acknowledged, cancellationToken: Cancel);
        Assert.Equal(81, complete.Of("sample").Count);

        for (var length = 0; length < whole.Length; length++)
        {
            await File.WriteAllBytesAsync(sample.Acknowledged, whole[..length], Cancel);
            var expected = (await ExpectedDocuments.ReadAsync(sample.Acknowledged, cancellationToken: Cancel)).Of(
                "sample"
            );
            Assert.Equal(whole[..length].Count(value => value == '\n'), expected.Count);
            Assert.All(expected, pair => Assert.Equal(complete.Of("sample")[pair.Key], pair.Value));
        }
    }

    private void Read(string path, byte[] bytes)
    {
        switch (Path.GetExtension(path))
        {
            case ".scores":
                ScoreFile.Read(bytes, path);
                break;
            case ".tokens":
                TokenFile.Read(bytes, path);
                break;
            case ".record":
                AggregateRecordFile.Read(bytes, path);
                break;
            case ".run":
                File.WriteAllBytes(_folder[Path.GetFileName(path)], bytes);
                RunFile.Open(_folder[Path.GetFileName(path)]).Dispose();
                break;
        }
    }

    private static void Cut(string path, long length)
    {
        using var file = File.OpenWrite(path);
        file.SetLength(length);
    }

    private static async Task AssertHoldsAsync(LocalFileStore store, string folder, IEnumerable<LogRecord> records)
    {
        var history = await LogHistory.LoadAsync(store, folder, null, Cancel);
        var left = await history.ReadAllAsync(cancellationToken: Cancel).ToListAsync(Cancel);
        Assert.Equal(records.Select(record => record.End), left.Select(record => record.End));
        Assert.Null(await history.DamageAsync(Cancel));
    }

    private static async Task AssertNamedAsync(LocalFileStore store, string folder, LogCommit? committed, string file)
    {
        var refusal = await Assert.ThrowsAsync<LogCorruptException>(() =>
            LogHistory.LoadAsync(store, folder, committed, Cancel)
        );
        Assert.Contains(file, refusal.Message);
    }
}
