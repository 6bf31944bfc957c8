using System.Text;
using FluxEntropy.Logs;
using FluxEntropy.Storage;
using FluxEntropy.Tests.Storage;

namespace FluxEntropy.Tests.Logs;

public sealed class FencedLogTests : IDisposable
{
    private const string Folder = "log";
    private readonly TemporaryFolder _folder = new();
    private readonly LocalFileStore _store;
    private readonly MemoryFenceRecord _record = new();

    public FencedLogTests() => _store = new LocalFileStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private Task<FencedLog> OpenAsync() => FencedLog.OpenAsync(_store, Folder, _record.Open(), "test", Cancel);

    private static Task<IReadOnlyList<LogPosition>> AppendAsync(FencedLog log, params string[] records) =>
        log.AppendAsync([.. records.Select(record => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(record))]);

    private static async Task<string[]> ContentAsync(IAsyncEnumerable<LogRecord> records) =>
        await records.Select(record => Encoding.UTF8.GetString(record.Payload.Span)).ToArrayAsync(Cancel);

    private async Task<string[]> ReopenAsync()
    {
        await using var log = await OpenAsync();
        return await ContentAsync(log.ReadAllAsync(cancellationToken: Cancel));
    }

    private string FileOf(long term) => _folder[$"{Folder}/{LogFormat.FileName(term)}"];

    [Fact]
    public async Task Records_of_all_terms_are_read_in_order_and_by_position()
    {
        var positions = new List<LogPosition>();
        foreach (
            var records in (List<string[]>)
                [
                    ["a", ""],
                    ["b"],
                    [],
                    ["c", "d"],
                ]
        )
        {
            await using var log = await OpenAsync();
            positions.AddRange(await AppendAsync(log, records));
        }

        await using var last = await OpenAsync();

        Assert.Equal(["a", "", "b", "c", "d"], await ContentAsync(last.ReadAllAsync(cancellationToken: Cancel)));
        Assert.Equal(["c", "d"], await ContentAsync(last.ReadAllAsync(positions[3], Cancel)));
        Assert.Equal("b", Encoding.UTF8.GetString((await last.ReadAsync(positions[2], Cancel)).Span));
        Assert.Equal(["d", "a"], await ContentAsync(last.History.ReadAsync([positions[4], positions[0]], Cancel)));
        Assert.Equal(positions.Order(), positions);
    }

    [Fact]
    public async Task A_writer_that_was_replaced_cannot_append_and_leaves_nothing()
    {
        await using var stale = await OpenAsync();
        await AppendAsync(stale, "old");
        await using var current = await OpenAsync();

        await Assert.ThrowsAsync<LogFencedException>(() => AppendAsync(stale, "zombie"));
        await Assert.ThrowsAsync<LogFencedException>(() => AppendAsync(stale, "zombie again"));
        await AppendAsync(current, "new");

        Assert.Equal(["old", "new"], await ReopenAsync());
    }

    [Fact]
    public async Task A_database_put_back_with_its_ETags_lets_no_replaced_writer_acknowledge()
    {
        await using var stale = await OpenAsync();
        await AppendAsync(stale, "old");
        var backup = _record.Backup();
        await using (var current = await OpenAsync())
            await AppendAsync(current, "new");
        _record.Restore(backup);

        await Assert.ThrowsAsync<LogFencedException>(() => AppendAsync(stale, "zombie"));

        Assert.Equal(["old", "new"], await ReopenAsync());
    }

    [Fact]
    public async Task A_term_whose_opener_died_is_never_given_again()
    {
        await using (var log = await OpenAsync())
            await AppendAsync(log, "a");
        await File.WriteAllBytesAsync(_folder[$"{Folder}/{LogFormat.ClaimName(7)}"], [], Cancel);

        await using var next = await OpenAsync();

        Assert.Equal(8, next.End.Term);
        Assert.Equal(["a"], await ContentAsync(next.ReadAllAsync(cancellationToken: Cancel)));
        Assert.DoesNotContain(LogFormat.ClaimName(8), _store.Files(Folder));
    }

    [Fact]
    public async Task Appends_that_wait_are_committed_together()
    {
        using var gate = new GatedFence(_record.Open());
        await using var log = await FencedLog.OpenAsync(_store, Folder, gate, "test", Cancel);
        gate.Close();
        var first = AppendAsync(log, "first");
        await gate.Reached.WaitAsync(Cancel);
        var waiting = Enumerable.Range(0, 10).Select(i => AppendAsync(log, $"{i}")).ToArray();
        var before = _record.Writes;
        gate.Open();

        await Task.WhenAll([first, .. waiting]);

        Assert.Equal(before + 2, _record.Writes);
        var kept = await ContentAsync(log.ReadAllAsync(cancellationToken: Cancel));
        Assert.Equal(["first", .. Enumerable.Range(0, 10).Select(i => $"{i}")], kept);
    }

    [Fact]
    public async Task A_tail_cut_at_any_byte_opens_with_the_whole_records_before_it()
    {
        string[] records = ["one", "two", "three"];
        IReadOnlyList<LogPosition> positions;
        await using (var log = await OpenAsync())
            positions = await AppendAsync(log, records);
        var whole = await File.ReadAllBytesAsync(FileOf(1), Cancel);
        long[] ends = [positions[1].Offset, positions[2].Offset, whole.Length];

        for (var length = LogFormat.HeaderBytes; length <= whole.Length; length++)
        {
            File.Delete(FileOf(2));
            await File.WriteAllBytesAsync(FileOf(1), whole[..length], Cancel);
            _record.Restore(new LogCommit(1, 0, 0));
            Assert.Equal(records.Take(ends.Count(end => end <= length)), await ReopenAsync());
        }
    }

    [Fact]
    public async Task Committed_records_that_the_files_do_not_hold_are_an_error_that_repeats()
    {
        await using (var log = await OpenAsync())
            await AppendAsync(log, "one", "two");
        await File.WriteAllBytesAsync(FileOf(1), (await File.ReadAllBytesAsync(FileOf(1), Cancel))[..^1], Cancel);

        Assert.Contains("00000001.log", (await Assert.ThrowsAsync<LogCorruptException>(OpenAsync)).Message);
        Assert.Contains("00000001.log", (await Assert.ThrowsAsync<LogCorruptException>(OpenAsync)).Message);
        File.Delete(FileOf(1));
        Assert.Contains("00000001.log", (await Assert.ThrowsAsync<LogCorruptException>(OpenAsync)).Message);
    }

    [Fact]
    public async Task A_record_that_is_missing_or_older_than_the_files_costs_nothing()
    {
        await using (var log = await OpenAsync())
            await AppendAsync(log, "one");
        var older = _record.Value;
        await using (var log = await OpenAsync())
            await AppendAsync(log, "two");
        await using (var log = await OpenAsync())
            await AppendAsync(log, "three");

        _record.Restore(older);
        Assert.Equal(["one", "two", "three"], await ReopenAsync());
        _record.Restore(null);
        Assert.Equal(["one", "two", "three"], await ReopenAsync());
        Assert.Equal(5, _record.Value!.Value.Term);
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_what_counts_is_found()
    {
        await using (var log = await OpenAsync())
            await AppendAsync(log, "one", "two");
        await using (var log = await OpenAsync())
            await AppendAsync(log, "three");
        var whole = await File.ReadAllBytesAsync(FileOf(1), Cancel);

        for (var bit = 0; bit < whole.Length * 8; bit++)
        {
            var flipped = whole.ToArray();
            flipped[bit / 8] ^= (byte)(1 << (bit % 8));
            await File.WriteAllBytesAsync(FileOf(1), flipped, Cancel);
            var exception = await Assert.ThrowsAsync<LogCorruptException>(async () =>
                await ContentAsync(
                    (await LogHistory.LoadAsync(_store, Folder, null, Cancel)).ReadAllAsync(cancellationToken: Cancel)
                )
            );
            Assert.Contains("00000001.log", exception.Message);
        }
    }

    [Fact]
    public async Task A_tenure_that_was_overtaken_while_it_opened_opens_again()
    {
        FencedLog? quicker = null;
        var disk = new DiskWithPause(FileOf(1), () => quicker = OpenAsync().GetAwaiter().GetResult());
        await using var slower = await FencedLog.OpenAsync(
            new LocalFileStore(_folder.Path, disk),
            Folder,
            _record.Open(),
            "test",
            Cancel
        );
        await using var overtaken = quicker!;

        Assert.Equal(2, overtaken.End.Term);
        Assert.Equal(3, slower.End.Term); // as term 1 it would have read what term 2 need not have seen
        await AppendAsync(slower, "kept");
        Assert.Equal(["kept"], await ReopenAsync());
    }

    [Fact]
    public async Task Reading_without_a_fence_writes_nothing()
    {
        await using (var log = await OpenAsync())
            await AppendAsync(log, "one");
        var before = Directory.GetFiles(_folder[Folder]);

        var history = await LogHistory.LoadAsync(_store, Folder, null, Cancel);

        Assert.Equal(["one"], await ContentAsync(history.ReadAllAsync(cancellationToken: Cancel)));
        Assert.Equal(before, Directory.GetFiles(_folder[Folder]));
        Assert.True(await history.HoldsAsync(_record.Value!.Value, Cancel));
        Assert.False(await history.HoldsAsync(_record.Value!.Value with { Hash = 1 }, Cancel));
    }

    /// <summary>A disk on which something else happens just before a file gets its name.</summary>
    private sealed class DiskWithPause(string name, Action meanwhile) : DiskDouble(LocalDisk.Instance)
    {
        private int _times;

        protected override void Do(DiskCall call, string path, Action real)
        {
            if (call == DiskCall.Link && path == name && _times++ == 0)
                meanwhile();
            real();
        }
    }

    /// <summary>A fence whose writes wait while it is closed.</summary>
    private sealed class GatedFence(ILogFence inner) : ILogFence, IDisposable
    {
        private TaskCompletionSource _open = new();

        public SemaphoreSlim Reached { get; } = new(0);

        public void Close() => _open = new();

        public void Open() => _open.TrySetResult();

        public Task<LogCommit?> ReadAsync(CancellationToken cancellationToken = default)
        {
            Open();
            return inner.ReadAsync(cancellationToken);
        }

        public async Task<bool> TryWriteAsync(LogCommit next, CancellationToken cancellationToken = default)
        {
            if (!_open.Task.IsCompleted)
                Reached.Release();
            await _open.Task;
            return await inner.TryWriteAsync(next, cancellationToken);
        }

        public void Dispose() => Reached.Dispose();
    }
}
