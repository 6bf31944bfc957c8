namespace FluxEntropy.Storage;

/// <summary>The locks of a data folder.</summary>
internal static class FolderLock
{
    private const int WouldBlock = 11; // EAGAIN: another process holds the lock

    /// <summary>
    /// An advisory lock (flock), which the kernel releases when the process dies. FileShare.None is an exclusive lock,
    /// FileShare.Read a shared one.
    /// </summary>
    public static FileStream Acquire(string root, string name, bool exclusive)
    {
        try
        {
            var path = Path.Join(root, name);
            if (!File.Exists(path))
                File.Open(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite).Dispose();
            return new FileStream(path, FileMode.Open, FileAccess.Read, exclusive ? FileShare.None : FileShare.Read);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            throw new DataFolderException(FolderOwner.Describe(root), exception);
        }
    }
}
