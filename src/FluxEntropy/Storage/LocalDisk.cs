using Microsoft.Win32.SafeHandles;

namespace FluxEntropy.Storage;

/// <summary>The file systems of this machine, mounted ones included.</summary>
internal sealed class LocalDisk : IDisk
{
    private LocalDisk() { }

    public static LocalDisk Instance { get; } = new();

    public IDiskFile Create(string path) =>
        new DiskFile(File.OpenHandle(path, FileMode.CreateNew, FileAccess.Write, FileShare.None));

    public IDiskFile OpenWrite(string path) =>
        new DiskFile(File.OpenHandle(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete));

    public bool TryLink(string path, string newPath) => Posix.TryLink(path, newPath);

    public void Unlink(string path) => File.Delete(path);

    public void CreateFolder(string path) => Directory.CreateDirectory(path);

    public void Sync(string path) => Posix.Sync(path);

    private sealed class DiskFile(SafeFileHandle handle) : IDiskFile
    {
        public void Write(ReadOnlyMemory<byte> bytes, long offset) => RandomAccess.Write(handle, bytes.Span, offset);

        public void Flush() => RandomAccess.FlushToDisk(handle);

        public void Dispose() => handle.Dispose();
    }
}
