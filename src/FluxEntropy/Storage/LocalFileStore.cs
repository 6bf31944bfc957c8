using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace FluxEntropy.Storage;

/// <summary>
/// Files below a folder of this machine, or of a shared file system mounted on it. Calls that wait for a disk run on
/// the thread pool, so they never block a caller's own scheduler.
/// </summary>
/// <param name="root">Existing folder; absolute, or relative to the current one.</param>
public sealed class LocalFileStore(string root) : IFileStore
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>Folders whose names, and those of their parents, this process has made durable.</summary>
    private readonly ConcurrentDictionary<string, bool> _durable = new();
    private readonly IDisk _disk = LocalDisk.Instance;

    /// <summary>The same on another disk: tests use one that records calls, or fails.</summary>
    internal LocalFileStore(string root, IDisk disk)
        : this(root) => _disk = disk;

    /// <summary>Absolute path of the root.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Absolute path of a path of the store.</summary>
    /// <exception cref="ArgumentException">The path is not relative to the root, or leaves it.</exception>
    public string FullPath(string path)
    {
        foreach (var part in path.Split('/'))
        {
            if (part is "" or "." or ".." || part.Contains('\0'))
                throw new ArgumentException(
                    $"'{path}' is not a path below the root: parts must be names, separated by '/'",
                    nameof(path)
                );
        }

        return Path.Join(Root, path);
    }

    public bool Exists(string path) => File.Exists(FullPath(path));

    public IReadOnlyList<string> Files(string folder) => Names(folder, Directory.EnumerateFiles);

    public IReadOnlyList<string> Folders(string folder) => Names(folder, Directory.EnumerateDirectories);

    public Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        File.ReadAllBytesAsync(FullPath(path), cancellationToken);

    public IReadableFile OpenRead(string path) =>
        new ReadableFile(
            File.OpenHandle(FullPath(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete)
        );

    public IAppendableFile OpenAppend(string path, long length) =>
        new AppendableFile(_disk.OpenWrite(FullPath(path)), length);

    public Task<bool> PublishAsync(
        string path,
        ReadOnlyMemory<byte> content,
        CancellationToken cancellationToken = default
    ) => Task.Run(() => Publish(path, content), cancellationToken);

    public Task SyncFileAsync(string path) => Task.Run(() => _disk.Sync(FullPath(path)));

    public Task SyncFolderAsync(string folder) => Task.Run(() => _disk.Sync(FullPath(folder)));

    public Task CreateFolderAsync(string folder) => Task.Run(() => CreateFolder(FullPath(folder)));

    public void Delete(string path) => _disk.Unlink(FullPath(path));

    /// <summary>Deletes everything in a folder except one file; does nothing if there is no folder.</summary>
    public void DeleteContent(string folder, string exceptFile)
    {
        if (!Directory.Exists(FullPath(folder)))
            return;
        foreach (
            var entry in Directory
                .EnumerateFileSystemEntries(FullPath(folder))
                .Where(entry => entry != FullPath(exceptFile))
        )
        {
            if (Directory.Exists(entry))
                Directory.Delete(entry, recursive: true);
            else
                _disk.Unlink(entry);
        }
        foreach (
            var durable in _durable.Keys.Where(known => known.StartsWith(FullPath(folder), StringComparison.Ordinal))
        )
            _durable.TryRemove(durable, out _);
    }

    /// <summary>Deletes the temporary files that crashed writers left behind.</summary>
    /// <param name="olderThan">Minimum age; zero only for a store that no other process writes to.</param>
    internal void DeleteTemporaryFiles(TimeSpan olderThan)
    {
        foreach (var file in Directory.EnumerateFiles(Root, "*" + TemporarySuffix, SearchOption.AllDirectories))
        {
            if (
                olderThan == TimeSpan.Zero
                || TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(file) > olderThan
            )
                File.Delete(file);
        }
    }

    private List<string> Names(string folder, Func<string, IEnumerable<string>> enumerate)
    {
        var full = FullPath(folder);
        if (!Directory.Exists(full))
            return [];
        return
        [
            .. enumerate(full)
                .Select(path => Path.GetFileName(path))
                .Where(name => !name.EndsWith(TemporarySuffix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal),
        ];
    }

    private bool Publish(string path, ReadOnlyMemory<byte> content)
    {
        var full = FullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        CreateFolder(folder);
        var temporary = $"{full}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}{TemporarySuffix}";
        bool won;
        try
        {
            using (var file = _disk.Create(temporary))
            {
                file.Write(content, 0);
                file.Flush();
            }

            won = _disk.TryLink(temporary, full);
        }
        finally
        {
            _disk.Unlink(temporary);
        }

        _disk.Sync(folder);
        return won;
    }

    private void CreateFolder(string full)
    {
        if (full.Length <= Root.Length || _durable.ContainsKey(full))
            return;
        var parent = Path.GetDirectoryName(full)!;
        CreateFolder(parent);
        _disk.CreateFolder(full);
        _disk.Sync(parent);
        _durable[full] = true;
    }

    private sealed class ReadableFile(SafeFileHandle handle) : IReadableFile
    {
        private const int SmallBytes = 16 << 10; // reading so little costs less than switching threads

        public long Length => RandomAccess.GetLength(handle);

        public ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            if (buffer.Length > SmallBytes)
                return ReadElsewhereAsync(offset, buffer, cancellationToken);
            var filled = 0;
            while (
                filled < buffer.Length
                && RandomAccess.Read(handle, buffer.Span[filled..], offset + filled) is > 0 and var read
            )
                filled += read;
            return ValueTask.FromResult(filled);
        }

        private async ValueTask<int> ReadElsewhereAsync(
            long offset,
            Memory<byte> buffer,
            CancellationToken cancellationToken
        )
        {
            var filled = 0;
            while (filled < buffer.Length)
            {
                var read = await RandomAccess.ReadAsync(handle, buffer[filled..], offset + filled, cancellationToken);
                if (read == 0)
                    break;
                filled += read;
            }

            return filled;
        }

        public void Dispose() => handle.Dispose();
    }

    private sealed class AppendableFile(IDiskFile file, long length) : IAppendableFile
    {
        public long Length { get; private set; } = length;

        public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
        {
            await Task.Run(() => file.Write(bytes, Length), cancellationToken);
            Length += bytes.Length;
        }

        public Task FlushAsync() => Task.Run(file.Flush);

        public void Dispose() => file.Dispose();
    }
}
