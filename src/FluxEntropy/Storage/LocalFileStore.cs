using System.Collections.Concurrent;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace FluxEntropy.Storage;

/// <summary>
/// Files under a folder of this machine, or of a shared file system mounted on it. Calls that wait for a disk run on
/// the thread pool, so that a caller with a scheduler of its own is never held up.
/// </summary>
/// <param name="root">Existing folder; absolute, or relative to the current one.</param>
public sealed class LocalFileStore(string root) : IFileStore
{
    private const string TemporarySuffix = ".tmp";

    /// <summary>Folders whose name and parents this process has seen to be durable.</summary>
    private readonly ConcurrentDictionary<string, bool> _durable = new();

    /// <summary>Absolute path of the root.</summary>
    public string Root { get; } = Path.GetFullPath(root);

    /// <summary>Absolute path of a path of the store.</summary>
    /// <exception cref="ArgumentException">The path is not relative to the root, or leaves it.</exception>
    public string FullPath(string path)
    {
        foreach (var part in path.Split('/'))
        {
            if (part is "" or "." or ".." || part.Contains('\0'))
                throw new ArgumentException($"'{path}' is not a path below the root: parts must be names, separated by '/'", nameof(path));
        }

        return Path.Join(Root, path);
    }

    public bool Exists(string path) => File.Exists(FullPath(path));

    public IReadOnlyList<string> Files(string folder) => Names(folder, Directory.EnumerateFiles);

    public IReadOnlyList<string> Folders(string folder) => Names(folder, Directory.EnumerateDirectories);

    public Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken = default) =>
        File.ReadAllBytesAsync(FullPath(path), cancellationToken);

    public IReadableFile OpenRead(string path) => new ReadableFile(
        File.OpenHandle(FullPath(path), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete));

    public IAppendableFile OpenAppend(string path, long length) => new AppendableFile(
        File.OpenHandle(FullPath(path), FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete), length);

    public Task<bool> PublishAsync(string path, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Task.Run(() => Publish(path, content.Span), cancellationToken);

    public Task SyncFileAsync(string path) => Task.Run(() => Posix.Sync(FullPath(path)));

    public Task SyncFolderAsync(string folder) => Task.Run(() => Posix.Sync(FullPath(folder)));

    public Task CreateFolderAsync(string folder) => Task.Run(() => CreateFolder(FullPath(folder)));

    public void Delete(string path) => File.Delete(FullPath(path));

    /// <summary>Deletes what publishers that died left behind.</summary>
    /// <param name="olderThan">Age of what is deleted; zero only for a store that no other process writes to.</param>
    internal void DeleteTemporaryFiles(TimeSpan olderThan)
    {
        foreach (var file in Directory.EnumerateFiles(Root, "*" + TemporarySuffix, SearchOption.AllDirectories))
        {
            if (olderThan == TimeSpan.Zero || TimeProvider.System.GetUtcNow() - File.GetLastWriteTimeUtc(file) > olderThan)
                File.Delete(file);
        }
    }

    private List<string> Names(string folder, Func<string, IEnumerable<string>> enumerate)
    {
        var full = FullPath(folder);
        if (!Directory.Exists(full))
            return [];
        return [.. enumerate(full)
            .Select(path => Path.GetFileName(path))
            .Where(name => !name.EndsWith(TemporarySuffix, StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)];
    }

    private bool Publish(string path, ReadOnlySpan<byte> content)
    {
        var full = FullPath(path);
        var folder = Path.GetDirectoryName(full)!;
        CreateFolder(folder);
        var temporary = $"{full}.{RandomNumberGenerator.GetHexString(16, lowercase: true)}{TemporarySuffix}";
        bool won;
        try
        {
            using (var handle = File.OpenHandle(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, preallocationSize: content.Length))
            {
                RandomAccess.Write(handle, content, 0);
                RandomAccess.FlushToDisk(handle);
            }

            won = Posix.TryLink(temporary, full);
        }
        finally
        {
            File.Delete(temporary);
        }

        Posix.Sync(folder);
        return won;
    }

    private void CreateFolder(string full)
    {
        if (full.Length <= Root.Length || _durable.ContainsKey(full))
            return;
        var parent = Path.GetDirectoryName(full)!;
        CreateFolder(parent);
        Directory.CreateDirectory(full);
        Posix.Sync(parent);
        _durable[full] = true;
    }

    private sealed class ReadableFile(SafeFileHandle handle) : IReadableFile
    {
        public long Length => RandomAccess.GetLength(handle);

        public async ValueTask<int> ReadAsync(long offset, Memory<byte> buffer, CancellationToken cancellationToken = default)
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

    private sealed class AppendableFile(SafeFileHandle handle, long length) : IAppendableFile
    {
        public long Length { get; private set; } = length;

        public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
        {
            await RandomAccess.WriteAsync(handle, bytes, Length, cancellationToken);
            Length += bytes.Length;
        }

        public Task FlushAsync() => Task.Run(() => RandomAccess.FlushToDisk(handle));

        public void Dispose() => handle.Dispose();
    }
}
