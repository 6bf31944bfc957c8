using FluxEntropy.Logs;
using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>
/// A backup that is being written. A published file never changes under its name, so it gets a second name where that is possible: of
/// the backup before, of the data folder, else a copy. Where size and time of change are those of the backup before, the file is its.
/// </summary>
/// <param name="source">The data folder.</param>
/// <param name="target">The new backup.</param>
/// <param name="previous">The backup before it; null for none.</param>
/// <param name="before">What that holds, by path.</param>
internal sealed class BackupFolder(
    LocalFileStore source,
    LocalFileStore target,
    LocalFileStore? previous,
    IReadOnlyDictionary<string, BackupFile> before
)
{
    private readonly SortedDictionary<string, (BackupFile File, bool IsCopy)> _files = new(StringComparer.Ordinal);

    /// <summary>The data folder.</summary>
    public LocalFileStore Source { get; } = source;

    /// <summary>The new backup, for reading what was taken.</summary>
    public LocalFileStore Target { get; } = target;

    /// <summary>What was taken, in the order of paths.</summary>
    public IReadOnlyList<BackupFile> Files => [.. _files.Values.Select(taken => taken.File)];

    /// <summary>How much of it was copied.</summary>
    public BackupTally Tally =>
        _files.Values.Aggregate(default(BackupTally), (tally, taken) =>
            taken.IsCopy ? tally.Copied(taken.File.Bytes) : tally.Linked(taken.File.Bytes)
        );

    /// <summary>Takes a published file; nothing happens where it was taken already.</summary>
    /// <exception cref="FileNotFoundException">It is gone.</exception>
    public async Task TakeAsync(string path, CancellationToken cancellationToken)
    {
        if (_files.ContainsKey(path))
            return;
        var file = new FileInfo(Source.FullPath(path));
        if (!file.Exists)
            throw new FileNotFoundException($"{path} is gone.", path);
        if (
            Known(path, file.Length) is { } known
            && File.GetLastWriteTimeUtc(previous!.FullPath(path)) == file.LastWriteTimeUtc
            && FileLinks.TryLink(previous.FullPath(path), Place(path))
        )
        {
            _files[path] = (known, false);
            return;
        }
        var isLink = FileLinks.TryLink(file.FullName, Place(path));
        if (!isLink)
            Copy(path);
        await AddAsync(path, isCopy: !isLink, cancellationToken);
    }

    /// <summary>Takes a term of a log, as far as it was committed.</summary>
    public async Task TakeLogAsync(string path, LogCommit end, CancellationToken cancellationToken)
    {
        if (
            Known(path, end.Length) is { } known
            && await EndsInAsync(previous!.FullPath(path), end)
            && FileLinks.TryLink(previous.FullPath(path), Place(path))
        )
        {
            _files[path] = (known, false);
            return;
        }
        Copy(path, end.Length);
        await AddAsync(path, isCopy: true, cancellationToken);
    }

    /// <summary>Takes a copy of a file, as it is.</summary>
    public Task TakeCopyAsync(string path, CancellationToken cancellationToken)
    {
        Copy(path);
        return AddAsync(path, isCopy: true, cancellationToken);
    }

    /// <summary>Adds a file that was written into the new backup.</summary>
    public async Task AddAsync(string path, bool isCopy, CancellationToken cancellationToken)
    {
        var full = Target.FullPath(path);
        var hash = await FileHash.OfAsync(full, cancellationToken);
        _files[path] = (new BackupFile(path, new FileInfo(full).Length, hash), isCopy);
    }

    /// <summary>Takes back a file, or everything in a folder.</summary>
    public void Drop(string path)
    {
        var dropped = _files.Keys.Where(file => file == path || file.StartsWith(path + '/', StringComparison.Ordinal));
        foreach (var file in dropped.ToArray())
        {
            File.Delete(Target.FullPath(file));
            _files.Remove(file);
        }
        if (Directory.Exists(Target.FullPath(path)))
            Directory.Delete(Target.FullPath(path), recursive: true);
    }

    /// <summary>Makes everything durable, and then the manifest, which says so.</summary>
    public async Task<BackupManifest> FinishAsync(DateTimeOffset created)
    {
        foreach (var (path, (_, isCopy)) in _files)
        {
            if (isCopy)
                Posix.Sync(Target.FullPath(path));
        }
        foreach (var folder in Directory.EnumerateDirectories(Target.Root, "*", SearchOption.AllDirectories))
            Posix.Sync(folder);
        FaultPoints.Reached("backup.before-manifest");
        var manifest = new BackupManifest(BackupManifest.CurrentVersion, created, Source.Root, Files);
        await Target.PublishAsync(DataLayout.BackupManifest, CheckedJson.Encode(manifest));
        return manifest;
    }

    private BackupFile? Known(string path, long bytes) =>
        previous is not null
        && before.TryGetValue(path, out var known)
        && known.Bytes == bytes
        && File.Exists(previous.FullPath(path))
            ? known
            : null;

    // The last hash of a log is of everything before it.
    private static async Task<bool> EndsInAsync(string path, LogCommit end)
    {
        using var file = File.OpenHandle(path);
        var hash = new byte[LogFormat.HashBytes];
        return RandomAccess.GetLength(file) == end.Length
            && end.Length >= LogFormat.HeaderBytes
            && await RandomAccess.ReadAsync(file, hash, end.Length - hash.Length) == hash.Length
            && LogFormat.Hash(hash) == end.Hash;
    }

    // File.Copy has the file system share the blocks where it can, and keeps the time of change.
    private void Copy(string path, long? length = null)
    {
        var place = Place(path);
        File.Copy(Source.FullPath(path), place, overwrite: true);
        if (length is null)
            return;
        using var file = File.OpenHandle(place, FileMode.Open, FileAccess.ReadWrite);
        if (RandomAccess.GetLength(file) < length)
            throw new IOException(
                $"{path}: {length} bytes were committed, and {RandomAccess.GetLength(file)} are there."
            );
        RandomAccess.SetLength(file, length.Value);
    }

    private string Place(string path)
    {
        var place = Target.FullPath(path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        return place;
    }
}
