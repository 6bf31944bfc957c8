using System.Text;
using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Logs;

/// <summary>Logs whose fence nobody else can write: they are taken over by their first append.</summary>
public sealed class ExclusiveLogTests : IDisposable
{
    private const string Folder = "log";

    private readonly TemporaryFolder _folder = new();
    private readonly LocalFileStore _store;
    private readonly MemoryFenceRecord _record = new();

    public ExclusiveLogTests() => _store = new LocalFileStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_log_that_is_only_read_takes_neither_a_term_nor_a_file()
    {
        await AppendOnceAsync("a", "b");
        var (files, writes) = (_store.Files(Folder), _record.Writes);

        for (var i = 0; i < 3; i++)
        {
            await using var log = await OpenAsync();
            Assert.False(log.IsTakenOver);
            Assert.Equal(["a", "b"], await ContentAsync(log));
        }

        Assert.Equal(files, _store.Files(Folder));
        Assert.Equal(writes, _record.Writes);
    }

    [Fact]
    public async Task The_first_append_takes_it_over_and_follows_what_was_there()
    {
        await AppendOnceAsync("a");
        await using (var log = await OpenAsync())
        {
            await AppendAsync(log, "b");
            Assert.True(log.IsTakenOver);
            await AppendAsync(log, "c");
            Assert.Equal(["a", "b", "c"], await ContentAsync(log));
        }
        await using var next = await OpenAsync();
        Assert.Equal(["a", "b", "c"], await ContentAsync(next));
        Assert.Equal(2, _store.Files(Folder).Count);
    }

    [Fact]
    public async Task A_term_that_nothing_was_committed_in_is_no_reason_to_take_it_over()
    {
        await AppendOnceAsync("a");
        await using (await OpenAsync(isExclusive: false)) { }

        await using var log = await OpenAsync();

        Assert.False(log.IsTakenOver);
        Assert.Equal(["a"], await ContentAsync(log));
    }

    [Fact]
    public async Task Records_that_a_crash_left_uncommitted_are_settled_when_it_is_opened()
    {
        await AppendOnceAsync("a");
        var before = _record.Value;
        await AppendOnceAsync("b");
        _record.Restore(before);

        await using (var log = await OpenAsync())
        {
            Assert.True(log.IsTakenOver);
            Assert.Equal(["a", "b"], await ContentAsync(log));
        }
        _record.Restore((LogCommit?)null);
        await using var lost = await OpenAsync();
        Assert.True(lost.IsTakenOver);
        Assert.Equal(["a", "b"], await ContentAsync(lost));
    }

    [Fact]
    public async Task Whoever_wrote_meanwhile_is_not_written_over()
    {
        await AppendOnceAsync("a");
        await using var first = await OpenAsync();
        await using (var second = await OpenAsync())
            await AppendAsync(second, "b");

        await Assert.ThrowsAsync<LogFencedException>(() => AppendAsync(first, "lost"));
        await Assert.ThrowsAsync<LogFencedException>(() => AppendAsync(first, "lost"));

        await using var log = await OpenAsync();
        Assert.Equal(["a", "b"], await ContentAsync(log));
    }

    [Fact]
    public async Task A_file_that_was_damaged_since_keeps_what_the_fence_says()
    {
        await AppendOnceAsync("a");
        await using var log = await OpenAsync();
        var committed = _record.Value;
        var file = _folder[$"{Folder}/{LogFormat.FileName(1)}"];
        var bytes = await File.ReadAllBytesAsync(file, Cancel);
        await File.WriteAllBytesAsync(file, bytes[..^1], Cancel);

        var refused = await Assert.ThrowsAnyAsync<Exception>(() => AppendAsync(log, "b"));

        Assert.Contains("were committed", (refused.InnerException ?? refused).Message, StringComparison.Ordinal);
        Assert.Equal(committed, _record.Value);
    }

    private Task<FencedLog> OpenAsync(bool isExclusive = true) =>
        FencedLog.OpenAsync(_store, Folder, _record.Open(isExclusive), "test", Cancel);

    private async Task AppendOnceAsync(params string[] records)
    {
        await using var log = await OpenAsync(isExclusive: false);
        await AppendAsync(log, records);
    }

    private static Task<IReadOnlyList<LogPosition>> AppendAsync(FencedLog log, params string[] records) =>
        log.AppendAsync([.. records.Select(record => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(record))]);

    private static async Task<string[]> ContentAsync(FencedLog log) =>
        await log.ReadAllAsync(cancellationToken: Cancel)
            .Select(record => Encoding.UTF8.GetString(record.Payload.Span))
            .ToArrayAsync(Cancel);
}
