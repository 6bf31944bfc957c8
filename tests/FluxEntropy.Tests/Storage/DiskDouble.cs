using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Storage;

/// <summary>What can be asked of a disk.</summary>
internal enum DiskCall
{
    Create,
    Open,
    Write,
    Flush,
    Link,
    Unlink,
    CreateFolder,
    SyncFile,
    SyncFolder,
}

/// <summary>
/// A real disk with something in front of it: every call goes through <see cref="Do"/>, which does it, or does
/// something else.
/// </summary>
internal abstract class DiskDouble(IDisk disk) : IDisk
{
    /// <summary>Stands for a call.</summary>
    /// <param name="call">What was asked.</param>
    /// <param name="path">The file or folder; of a link, the new name.</param>
    /// <param name="real">Does it.</param>
    protected abstract void Do(DiskCall call, string path, Action real);

    /// <summary>Stands for a write of bytes.</summary>
    protected virtual void Write(IDiskFile file, string path, ReadOnlyMemory<byte> bytes, long offset) =>
        Do(DiskCall.Write, path, () => file.Write(bytes, offset));

    public IDiskFile Create(string path)
    {
        IDiskFile file = null!;
        Do(DiskCall.Create, path, () => file = disk.Create(path));
        return new FileDouble(this, file, path);
    }

    public IDiskFile OpenWrite(string path)
    {
        IDiskFile file = null!;
        Do(DiskCall.Open, path, () => file = disk.OpenWrite(path));
        return new FileDouble(this, file, path);
    }

    public bool TryLink(string path, string newPath)
    {
        var isLinked = false;
        Do(DiskCall.Link, newPath, () => isLinked = disk.TryLink(path, newPath));
        return isLinked;
    }

    public void Unlink(string path) => Do(DiskCall.Unlink, path, () => disk.Unlink(path));

    public void CreateFolder(string path) => Do(DiskCall.CreateFolder, path, () => disk.CreateFolder(path));

    public void Sync(string path) =>
        Do(Directory.Exists(path) ? DiskCall.SyncFolder : DiskCall.SyncFile, path, () => disk.Sync(path));

    private sealed class FileDouble(DiskDouble owner, IDiskFile file, string path) : IDiskFile
    {
        public void Write(ReadOnlyMemory<byte> bytes, long offset) => owner.Write(file, path, bytes, offset);

        public void Flush() => owner.Do(DiskCall.Flush, path, file.Flush);

        public void Dispose() => file.Dispose();
    }
}
