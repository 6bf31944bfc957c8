using FluxEntropy.Scores;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Simulation;

/// <summary>The shared disk as one process uses it: whatever reaches the disk is an event, and now and then the disk is full.</summary>
internal sealed class SimulatedStore(
    Scheduler scheduler,
    SimulatedDisk disk,
    SimulatedProcess process,
    Chaos chaos,
    PlantedFault fault
) : IFileStore
{
    public bool Exists(string path) => disk.Find(path) is not null || InPlaceOf(path) is not null;

    public IReadOnlyList<string> Files(string folder) =>
        [
            .. disk
                .Paths.Where(path => SimulatedDisk.FolderOf(path) == folder)
                .Select(path => path[(folder.Length + 1)..]),
        ];

    public IReadOnlyList<string> Folders(string folder) => [];

    public Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        Task.FromResult(InPlaceOf(path) ?? Find(path).Bytes.ToArray());

    public IReadableFile OpenRead(string path) => new Reader(Find(path));

    public async Task<bool> PublishAsync(
        string path,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken = default
    )
    {
        if (fault == PlantedFault.PredecessorCutShort && path.EndsWith(".log", StringComparison.Ordinal))
            content = TermHeaders.CuttingShort(content, predecessor =>
                Find($"{SimulatedDisk.FolderOf(path)}/{predecessor}").Bytes
            );
        if (fault == PlantedFault.TombstoneUnpublished && path.EndsWith(".tombstones", StringComparison.Ordinal))
            return true;
        var file = new SimulatedDisk.Content(content.Span);
        await scheduler.HappenAsync(process, chaos.MayBeFull); // the temporary file, written and synced
        var won = await scheduler.HappenAsync(process, () => Link(path, file));
        await scheduler.HappenAsync(process, () => SyncPublished(path));
        return won;
    }

    public IAppendableFile OpenAppend(string path, long length) => new Appender(this, Find(path), (int)length);

    public Task SyncFileAsync(string path) => scheduler.HappenAsync(process, () => Find(path).Flush());

    public Task SyncFolderAsync(string folder) => scheduler.HappenAsync(process, () => disk.SyncFolder(folder));

    public Task CreateFolderAsync(string folder) => Task.CompletedTask;

    public void Delete(string path) => disk.Delete(path);

    private bool Link(string path, SimulatedDisk.Content file)
    {
        if (fault != PlantedFault.PublishOverwrites)
            return disk.TryLink(path, file);
        disk.Replace(path, file);
        return true;
    }

    private void SyncPublished(string path)
    {
        if (fault != PlantedFault.FolderNeverSynced)
            disk.SyncFolder(SimulatedDisk.FolderOf(path));
    }

    /// <summary>With gaps accepted: the scores of the segment behind one that is missing, under the missing one's number.</summary>
    private byte[]? InPlaceOf(string path)
    {
        if (
            fault != PlantedFault.GapAccepted
            || !path.EndsWith(".scores", StringComparison.Ordinal)
            || disk.Find(path) is not null
        )
            return null;
        var folder = SimulatedDisk.FolderOf(path);
        var segment = int.Parse(Path.GetFileNameWithoutExtension(path));
        return disk.Find($"{folder}/{segment + 1:D8}.scores") is { } next
            ? ScoredText.Renumbered(ScoreFile.Read(next.Bytes.ToArray(), path), segment)
            : null;
    }

    private SimulatedDisk.Content Find(string path) =>
        disk.Find(path) ?? throw new FileNotFoundException($"no file '{path}'");

    private sealed class Reader(SimulatedDisk.Content file) : IReadableFile
    {
        public long Length => file.Length;

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var count = (int)Math.Clamp(file.Length - offset, 0, buffer.Length);
            if (count > 0)
                file.Bytes.Slice((int)offset, count).CopyTo(buffer.Span);
            return ValueTask.FromResult(count);
        }

        public void Dispose() { }
    }

    private sealed class Appender(SimulatedStore store, SimulatedDisk.Content file, int length) : IAppendableFile
    {
        public long Length => length;

        public Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
        {
            var written = bytes.ToArray();
            return store.Happen(
                () =>
                {
                    store.Chaos.MayBeFull();
                    file.Write(length, written);
                    length += written.Length;
                },
                torn: () => file.Write(length, written.AsSpan(0, store.Random.Next(written.Length)))
            );
        }

        public Task FlushAsync() =>
            store.Fault == PlantedFault.AcknowledgedBeforeFsync
                ? Task.CompletedTask
                : store.Happen(() =>
                {
                    store.Chaos.MayBeFull();
                    file.Flush();
                });

        public void Dispose() { }
    }

    private Chaos Chaos => chaos;

    private PlantedFault Fault => fault;

    private Random Random => scheduler.Random;

    private Task Happen(Action effect, Action? torn = null) => scheduler.HappenAsync(process, effect, torn);
}
