using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

public sealed class LocalFileStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly LocalFileStore _store;

    public LocalFileStoreTests() => _store = new LocalFileStore(_folder.Path);

    public void Dispose() => _folder.Dispose();

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_first_of_two_publishers_wins_and_its_content_stays()
    {
        Assert.True(await _store.PublishAsync("a/b/file", new byte[] { 1, 2 }, Cancel));
        Assert.False(await _store.PublishAsync("a/b/file", new byte[] { 3 }, Cancel));

        Assert.Equal([1, 2], await _store.ReadAsync("a/b/file", Cancel));
    }

    [Fact]
    public async Task Of_many_publishers_at_once_exactly_one_wins_and_no_temporary_file_is_left()
    {
        using var start = new Barrier(8);
        var attempts = Enumerable
            .Range(0, 8)
            .Select(writer =>
                Task.Factory.StartNew(
                    () =>
                    {
                        start.SignalAndWait(Cancel);
                        return _store.PublishAsync("race/file", new[] { (byte)writer }, Cancel).Result;
                    },
                    Cancel,
                    TaskCreationOptions.LongRunning,
                    TaskScheduler.Default
                )
            );

        var won = await Task.WhenAll(attempts);

        Assert.Equal([(byte)Array.IndexOf(won, true)], await _store.ReadAsync("race/file", Cancel));
        Assert.Single(won, true);
        Assert.Equal("file", Path.GetFileName(Assert.Single(Directory.GetFileSystemEntries(_folder["race"]))));
    }

    [Fact]
    public async Task Names_come_in_ordinal_order_without_temporary_files()
    {
        foreach (var name in new[] { "b", "a", "c.tmp" })
            await _store.PublishAsync($"names/{name}", Array.Empty<byte>(), Cancel);
        await _store.CreateFolderAsync("names/inner");

        Assert.Equal(["a", "b"], _store.Files("names"));
        Assert.Equal(["inner"], _store.Folders("names"));
        Assert.Empty(_store.Files("nowhere"));
    }

    [Fact]
    public async Task Appends_continue_after_the_length_given()
    {
        await _store.PublishAsync("log", new byte[] { 1, 2, 3, 4 }, Cancel);
        using (var file = _store.OpenAppend("log", 2))
        {
            await file.AppendAsync(new byte[] { 9 }, Cancel);
            await file.FlushAsync();
            Assert.Equal(3, file.Length);
        }

        Assert.Equal([1, 2, 9, 4], await _store.ReadAsync("log", Cancel));
    }

    [Fact]
    public async Task A_range_that_ends_beyond_the_file_is_read_short()
    {
        await _store.PublishAsync("file", new byte[] { 1, 2, 3 }, Cancel);
        using var file = _store.OpenRead("file");
        var buffer = new byte[8];

        Assert.Equal(2, await file.ReadAsync(1, buffer, Cancel));
        Assert.Equal([2, 3], buffer[..2]);
    }

    [Theory]
    [InlineData("../outside")]
    [InlineData("a/../b")]
    [InlineData("/absolute")]
    [InlineData("a//b")]
    [InlineData("")]
    public void A_path_that_leaves_the_root_is_refused(string path) =>
        Assert.Throws<ArgumentException>(() => _store.Exists(path));
}
