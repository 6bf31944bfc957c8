using System.Runtime.InteropServices;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

/// <summary>
/// A disk in memory that forgets, when its machine crashes, what was not flushed: bytes after the last flush of a
/// file (any number of them may survive) and names in folders that were not flushed.
/// </summary>
internal sealed class FaultInjectingDisk
{
    private readonly Lock _gate = new();
    private readonly SortedDictionary<string, Content> _files = new(StringComparer.Ordinal);

    /// <summary>The disk as one process sees it, which dies at its n-th writing operation.</summary>
    public IFileStore Mount(Random random, int writesToLive) => new Process(this, random, writesToLive);

    /// <summary>The power goes.</summary>
    public void Crash(Random random)
    {
        lock (_gate)
        {
            foreach (var (path, file) in _files.ToList())
            {
                if (!file.NameDurable && random.Next(2) == 0)
                    _files.Remove(path);
                var kept = file.Durable + random.Next(file.Bytes.Count - file.Durable + 1);
                file.Bytes.RemoveRange(kept, file.Bytes.Count - kept);
                (file.Durable, file.NameDurable) = (kept, true);
            }
        }
    }

    private sealed class Content(ReadOnlySpan<byte> bytes)
    {
        public List<byte> Bytes { get; } = [.. bytes];

        public int Durable { get; set; }

        public bool NameDurable { get; set; }

        public void Flush() => Durable = Bytes.Count;
    }

    private sealed class Process(FaultInjectingDisk disk, Random random, int writesToLive) : IFileStore
    {
        private readonly Lock _gate = disk._gate;

        public bool Exists(string path)
        {
            lock (_gate)
                return disk._files.ContainsKey(path);
        }

        public IReadOnlyList<string> Files(string folder)
        {
            lock (_gate)
                return
                [
                    .. disk
                        ._files.Keys.Where(path => Folder(path) == folder)
                        .Select(path => path[(folder.Length + 1)..]),
                ];
        }

        public IReadOnlyList<string> Folders(string folder) => [];

        public Task<byte[]> ReadAsync(string path, CancellationToken cancellationToken = default)
        {
            lock (_gate)
                return Task.FromResult(Find(path).Bytes.ToArray());
        }

        public IReadableFile OpenRead(string path)
        {
            lock (_gate)
                return new Reader(this, Find(path));
        }

        public Task<bool> PublishAsync(
            string path,
            ReadOnlyMemory<byte> content,
            CancellationToken cancellationToken = default
        )
        {
            lock (_gate)
            {
                Live();
                var file = new Content(content.Span);
                file.Flush();
                var won = disk._files.TryAdd(path, file);
                Live();
                SyncNames(Folder(path));
                return Task.FromResult(won);
            }
        }

        public IAppendableFile OpenAppend(string path, long length)
        {
            lock (_gate)
                return new Appender(this, Find(path), (int)length);
        }

        public Task SyncFileAsync(string path) => Do(() => Find(path).Flush());

        public Task SyncFolderAsync(string folder) => Do(() => SyncNames(folder));

        public Task CreateFolderAsync(string folder) => Task.CompletedTask;

        public void Delete(string path) => Do(() => disk._files.Remove(path));

        private static string Folder(string path) => path[..path.LastIndexOf('/')];

        private void SyncNames(string folder)
        {
            foreach (var (path, file) in disk._files)
                file.NameDurable |= Folder(path) == folder;
        }

        private Content Find(string path) =>
            disk._files.TryGetValue(path, out var file) ? file : throw new FileNotFoundException($"no file '{path}'");

        private Task Do(Action write)
        {
            lock (_gate)
            {
                Live();
                write();
                return Task.CompletedTask;
            }
        }

        private void Live()
        {
            if (--writesToLive < 0)
                throw new InjectedCrashException();
        }

        private sealed class Reader(Process process, Content file) : IReadableFile
        {
            public long Length
            {
                get
                {
                    lock (process._gate)
                        return file.Bytes.Count;
                }
            }

            public ValueTask<int> ReadAsync(
                long offset,
                Memory<byte> buffer,
                CancellationToken cancellationToken = default
            )
            {
                lock (process._gate)
                {
                    var count = (int)Math.Clamp(file.Bytes.Count - offset, 0, buffer.Length);
                    if (count > 0)
                        CollectionsMarshal.AsSpan(file.Bytes).Slice((int)offset, count).CopyTo(buffer.Span);
                    return ValueTask.FromResult(count);
                }
            }

            public void Dispose() { }
        }

        private sealed class Appender(Process process, Content file, int length) : IAppendableFile
        {
            public long Length => length;

            public Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken cancellationToken = default)
            {
                lock (process._gate)
                {
                    try
                    {
                        process.Live();
                    }
                    catch (InjectedCrashException)
                    {
                        Write(bytes.Span[..process.Cut(bytes.Length)]);
                        throw;
                    }

                    Write(bytes.Span);
                    return Task.CompletedTask;
                }
            }

            public Task FlushAsync() => process.Do(file.Flush);

            public void Dispose() { }

            private void Write(ReadOnlySpan<byte> bytes)
            {
                file.Bytes.RemoveRange(length, file.Bytes.Count - length);
                file.Bytes.AddRange(bytes);
                length += bytes.Length;
            }
        }

        /// <summary>How much of a write a dying process got out.</summary>
        private int Cut(int bytes) => writesToLive == -1 ? random.Next(bytes + 1) : 0;
    }
}

/// <summary>The process that used a fault-injecting disk died there.</summary>
internal sealed class InjectedCrashException() : Exception("the process died here");
