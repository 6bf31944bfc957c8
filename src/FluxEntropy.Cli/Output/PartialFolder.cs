namespace FluxEntropy.Cli.Output;

/// <summary>
/// A folder that is written beside its place, as <c>NAME.partial</c>. A file in it is locked while it is written, so that what a killed
/// command left is told from what another one is writing: the kernel lets go of the lock with the process. The former is removed, the
/// latter refused.
/// </summary>
internal sealed class PartialFolder : IDisposable
{
    private const string LockName = ".being-written";
    private const int WouldBlock = 11; // EAGAIN: another process holds the lock

    private readonly FileStream _lock;
    private bool _isDone;

    private PartialFolder(string place, string path, FileStream @lock) => (Place, Path, _lock) = (place, path, @lock);

    /// <summary>Absolute path of the place.</summary>
    public string Place { get; }

    /// <summary>Absolute path to write to until then.</summary>
    public string Path { get; }

    /// <summary>Begins an empty one, in place of what a killed command left.</summary>
    /// <param name="folder">The place.</param>
    /// <exception cref="IOException">Another command is writing it, something else has its name, or it cannot be written.</exception>
    public static PartialFolder Create(string folder)
    {
        var place = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(folder));
        var partial = place + ".partial";
        if (System.IO.Path.Exists(partial) && !File.Exists(LockOf(partial)))
            throw new IOException(
                $"{partial} is there already, and no flux command of this version left it: remove it, or name another folder"
            );
        Directory.CreateDirectory(partial);
        var @lock = Lock(partial);
        try
        {
            Clear(partial);
            return new PartialFolder(place, partial, @lock);
        }
        catch
        {
            @lock.Dispose();
            throw;
        }
    }

    /// <summary>The folder gets its place; where there is one already, its files do.</summary>
    public void Publish()
    {
        File.Delete(LockOf(Path));
        if (!Directory.Exists(Place))
        {
            Directory.Move(Path, Place);
            _isDone = true;
            return;
        }
        foreach (var file in Directory.GetFiles(Path, "*", SearchOption.AllDirectories))
        {
            var target = System.IO.Path.Combine(Place, System.IO.Path.GetRelativePath(Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(target)!);
            File.Move(file, target, overwrite: true);
        }
    }

    /// <summary>Removes what is left of it.</summary>
    public void Dispose()
    {
        if (!_isDone && Directory.Exists(Path))
            Directory.Delete(Path, recursive: true);
        _isDone = true;
        _lock.Dispose();
    }

    private static string LockOf(string partial) => System.IO.Path.Combine(partial, LockName);

    private static FileStream Lock(string partial)
    {
        try
        {
            return new FileStream(LockOf(partial), FileMode.OpenOrCreate, FileAccess.Write, FileShare.None);
        }
        catch (IOException held) when (held.HResult == WouldBlock)
        {
            throw new IOException(
                $"{partial} is being written by another command: wait for it, or name another folder"
            );
        }
    }

    private static void Clear(string partial)
    {
        foreach (var file in Directory.GetFiles(partial).Where(file => file != LockOf(partial)))
            File.Delete(file);
        foreach (var below in Directory.GetDirectories(partial))
            Directory.Delete(below, recursive: true);
    }
}
