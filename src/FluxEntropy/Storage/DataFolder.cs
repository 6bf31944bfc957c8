using System.Globalization;
using System.Text.Json;

namespace FluxEntropy.Storage;

/// <summary>
/// A data folder that this process owns until the object is disposed (or the process ends, however it ends).
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>Version of the layout that this program reads and writes.</summary>
    public const int FormatVersion = 1;

    private const string FormatName = "fluxentropy-data";
    private const int WouldBlock = 11; // EAGAIN: what a lock that another process holds answers
    private readonly FileStream? _lock;

    private DataFolder(LocalFileStore files, FileStream? @lock)
    {
        Files = files;
        _lock = @lock;
    }

    /// <summary>The folder's files.</summary>
    public LocalFileStore Files { get; }

    /// <summary>Opens a folder for a server, creating it where there is none, and cleans up after publishers that died.</summary>
    /// <exception cref="DataFolderException">The folder cannot be used; the message says what to do.</exception>
    public static DataFolder Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            Directory.CreateDirectory(root);
            RefuseNetworkFileSystem(root, new DriveInfo(root));
            if (!File.Exists(Path.Join(root, DataLayout.Format)))
                RefuseForeignFiles(root);
            return Prepare(new DataFolder(new LocalFileStore(root), Acquire(root, FileAccess.ReadWrite)));
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw new DataFolderException(
                $"data folder '{root}' cannot be written: {exception.Message.ReplaceLineEndings(" ")}. Make it writable for user '{Environment.UserName}', or choose another with --data", exception);
        }
    }

    /// <summary>Opens a folder that no server uses, for reading; writes nothing, and keeps servers away until disposed.</summary>
    /// <exception cref="DataFolderException">There is no data folder, or a server uses it.</exception>
    public static DataFolder OpenStopped(string path)
    {
        var root = Path.GetFullPath(path);
        if (!File.Exists(Path.Join(root, DataLayout.Format)))
            throw new DataFolderException($"'{root}' is not a data folder: it has no {DataLayout.Format}. Name the folder that was given to the server with --data");
        CheckFormat(root);
        return new DataFolder(
            new LocalFileStore(root),
            File.Exists(Path.Join(root, DataLayout.Lock)) ? Acquire(root, FileAccess.Read) : null);
    }

    public void Dispose() => _lock?.Dispose();

    internal static void RefuseNetworkFileSystem(string root, DriveInfo drive) =>
        RefuseNetworkFileSystem(root, drive.DriveType, drive.DriveFormat);

    internal static void RefuseNetworkFileSystem(string root, DriveType type, string format)
    {
        if (type == DriveType.Network)
            throw new DataFolderException($"data folder '{root}' is on a network file system ({format}), where SQLite's locks cannot be relied on: choose a folder on a local disk with --data, or keep state in Redis with --store redis:…");
    }

    private static void RefuseForeignFiles(string root)
    {
        var foreign = Directory.EnumerateFileSystemEntries(root)
            .Select(entry => Path.GetFileName(entry))
            .FirstOrDefault(name => name is not (DataLayout.Lock or DataLayout.ProcessId) && !name.StartsWith(DataLayout.Format, StringComparison.Ordinal));
        if (foreign is not null)
            throw new DataFolderException($"'{root}' is not a data folder, and not empty (it holds '{foreign}'): choose an empty or a new folder with --data");
    }

    /// <summary>FileShare.None is an advisory exclusive lock (flock), which the kernel gives back when the process dies.</summary>
    private static FileStream Acquire(string root, FileAccess access)
    {
        try
        {
            return access == FileAccess.Read
                ? new FileStream(Path.Join(root, DataLayout.Lock), FileMode.Open, FileAccess.Read, FileShare.Read)
                : new FileStream(Path.Join(root, DataLayout.Lock), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException exception) when (exception.HResult == WouldBlock)
        {
            var owner = Path.Join(root, DataLayout.ProcessId);
            var process = File.Exists(owner) ? File.ReadAllText(owner).Trim() : "unknown";
            throw new DataFolderException($"data folder '{root}' is in use by a server (process {process}) or by a verification: wait for it or stop it, or choose another folder with --data", exception);
        }
    }

    private static DataFolder Prepare(DataFolder folder)
    {
        try
        {
            // Publishing keeps what is there already: the folder's version is the one it was created with.
            var format = JsonSerializer.SerializeToUtf8Bytes(new FolderFormat(FormatName, FormatVersion));
            folder.Files.PublishAsync(DataLayout.Format, format).GetAwaiter().GetResult();
            CheckFormat(folder.Files.Root);
            File.WriteAllText(
                folder.Files.FullPath(DataLayout.ProcessId), Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
            folder.Files.DeleteTemporaryFiles();
            return folder;
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    private static void CheckFormat(string root)
    {
        var path = Path.Join(root, DataLayout.Format);
        FolderFormat? format;
        try
        {
            format = JsonSerializer.Deserialize<FolderFormat>(File.ReadAllBytes(path));
        }
        catch (JsonException exception)
        {
            throw new DataFolderException($"'{path}' is not the format file of a data folder ({exception.Message}): restore it, or choose another folder with --data", exception);
        }

        if (format is not { Format: FormatName, Version: > 0 })
            throw new DataFolderException($"'{path}' is not the format file of a data folder: expected {{\"Format\":\"{FormatName}\",\"Version\":{FormatVersion}}}");
        if (format.Version > FormatVersion)
            throw new DataFolderException($"data folder '{root}' has format version {format.Version}, and this program reads up to {FormatVersion}: use a newer FluxEntropy, or choose another folder with --data");
    }

    private sealed record FolderFormat(string? Format, int Version);
}

/// <summary>A data folder cannot be used; the message is one line that says why and what to do.</summary>
public sealed class DataFolderException(string message, Exception? inner = null) : Exception(message, inner);
