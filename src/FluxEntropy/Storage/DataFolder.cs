using System.Text.Json;

namespace FluxEntropy.Storage;

/// <summary>
/// A data folder that this process owns, alone or together with others of its cluster, until the object is disposed or
/// the process ends, for whatever reason.
/// </summary>
public sealed class DataFolder : IDisposable
{
    /// <summary>Version of the layout that this program reads and writes.</summary>
    public const int FormatVersion = 2;

    private const string FormatName = "fluxentropy-data";
    private static readonly TimeSpan LongDead = TimeSpan.FromHours(1); // publishing never takes this long
    private readonly FileStream?[] _locks;

    private DataFolder(LocalFileStore files, params FileStream?[] locks)
    {
        Files = files;
        _locks = locks;
    }

    /// <summary>A generated id of the folder if a cluster shares it, otherwise empty.</summary>
    public string Id { get; private init; } = "";

    /// <summary>The cluster that shares the folder, where one does; known of a stopped folder.</summary>
    public ClusterIdentity? Cluster { get; private init; }

    /// <summary>The folder's files.</summary>
    public LocalFileStore Files { get; }

    /// <summary>
    /// Absolute path of the folder of a shard's index. The index is SQLite and derived from the shard's log: if the
    /// data folder is on a network file system, each machine keeps its own copy among its temporary files.
    /// </summary>
    public string IndexFolder(string corpusId, int shard)
    {
        var path = DataLayout.ShardIndex(corpusId, shard);
        return IsNetwork(new DriveInfo(Files.Root))
            ? Path.Join(Path.GetTempPath(), $"fluxentropy-{Id}", path)
            : Files.FullPath(path);
    }

    /// <summary>
    /// Opens a folder for a server, creating it if need be, and cleans up after writers that crashed.
    /// </summary>
    /// <exception cref="DataFolderException">The folder cannot be used; the message says what to do.</exception>
    public static DataFolder Open(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            RootFolder.Create(root);
            RefuseNetworkFileSystem(root, new DriveInfo(root));
            RefuseBackup(root);
            if (!File.Exists(Path.Join(root, DataLayout.Format)))
                RefuseForeignFiles(root);
            var folder = new DataFolder(
                new LocalFileStore(root),
                FolderLock.Acquire(root, DataLayout.Lock, exclusive: true)
            );
            return folder.Prepare(() =>
            {
                FolderOwner.Write(root, address: null);
                folder.Files.DeleteTemporaryFiles(TimeSpan.Zero);
                return folder;
            });
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw Unusable(root, exception);
        }
    }

    /// <summary>
    /// Opens a folder for a process of a cluster, creating it if need be; the cluster's other processes may use it too.
    /// </summary>
    /// <exception cref="DataFolderException">
    /// The folder cannot be used, or something else uses it; the message says what to do.
    /// </exception>
    public static DataFolder OpenShared(string path, ClusterIdentity cluster)
    {
        var root = Path.GetFullPath(path);
        try
        {
            RootFolder.Create(root);
            RefuseBackup(root);
            if (!File.Exists(Path.Join(root, DataLayout.Format)))
                RefuseForeignFiles(root);
            var (first, second) = (
                FolderLock.Acquire(root, DataLayout.Lock, exclusive: false),
                FolderLock.Acquire(root, DataLayout.ClusterLock, exclusive: false)
            );
            var folder = new DataFolder(new LocalFileStore(root), first, second);
            return folder.Prepare(() =>
            {
                folder.Files.DeleteTemporaryFiles(LongDead);
                return new DataFolder(folder.Files, first, second) { Id = SharedFolder.Join(folder.Files, cluster) };
            });
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or IOException)
        {
            throw Unusable(root, exception);
        }
    }

    /// <summary>
    /// Opens a folder that no server uses for reading. Writes nothing, and keeps servers out until disposed.
    /// </summary>
    /// <exception cref="DataFolderException">There is no data folder, or a server uses it.</exception>
    public static DataFolder OpenStopped(string path) =>
        OpenForReading(path, root =>
            [
                File.Exists(Path.Join(root, DataLayout.Lock))
                    ? FolderLock.Acquire(root, DataLayout.Lock, exclusive: false)
                    : null,
                File.Exists(Path.Join(root, DataLayout.ClusterLock))
                    ? FolderLock.Acquire(root, DataLayout.ClusterLock, exclusive: true)
                    : null,
            ]
        );

    /// <summary>Opens a folder for reading whether or not a server uses it: what is read may change or go at any time.</summary>
    /// <exception cref="DataFolderException">There is no data folder.</exception>
    public static DataFolder OpenLive(string path) => OpenForReading(path, _ => []);

    private static DataFolder OpenForReading(string path, Func<string, FileStream?[]> locks)
    {
        var root = Path.GetFullPath(path);
        try
        {
            if (!Directory.Exists(root) || !Directory.EnumerateFiles(root, DataLayout.Format).Any())
                throw new DataFolderException(
                    $"'{root}' is not a data folder: it has no {DataLayout.Format}. "
                        + "Name the folder that the server was given with --data"
                );
            CheckFormat(root);
            return new DataFolder(new LocalFileStore(root), locks(root)) { Cluster = SharedFolder.Read(root) };
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DataFolderException(
                $"data folder '{root}' cannot be read: {Reason(exception)}. Let user '{Environment.UserName}' read it",
                exception
            );
        }
    }

    /// <summary>Says where this process serves the folder, to who is refused it meanwhile. Clusters keep their own list.</summary>
    public void ServesAt(Uri address)
    {
        if (Id.Length == 0)
            FolderOwner.Write(Files.Root, address.OriginalString.TrimEnd('/'));
    }

    /// <summary>Why another process keeps a server from a folder; null where none does.</summary>
    public static DataFolderException? Occupied(string path)
    {
        var root = Path.GetFullPath(path);
        try
        {
            if (File.Exists(Path.Join(root, DataLayout.Lock)))
                FolderLock.Acquire(root, DataLayout.Lock, exclusive: true).Dispose();
            return null;
        }
        catch (DataFolderException occupied)
        {
            return occupied;
        }
        catch (UnauthorizedAccessException)
        {
            return null; // who may not read the folder learns that when it is opened
        }
    }

    public void Dispose()
    {
        foreach (var held in _locks)
            held?.Dispose();
    }

    internal static void RefuseNetworkFileSystem(string root, DriveInfo drive) =>
        RefuseNetworkFileSystem(root, drive.DriveType, drive.DriveFormat);

    internal static void RefuseNetworkFileSystem(string root, DriveType type, string format)
    {
        if (IsNetwork(type, format))
            throw new DataFolderException(
                $"data folder '{root}' is on a network file system ({format}), where SQLite's locks are unreliable: "
                    + "choose a folder on a local disk with --data, or keep state in Redis with --store redis:HOST:PORT"
            );
    }

    private static bool IsNetwork(DriveInfo drive) => IsNetwork(drive.DriveType, drive.DriveFormat);

    // A file system in user space may be anything; only "fuseblk" is certainly on a disk.
    private static bool IsNetwork(DriveType type, string format) =>
        type == DriveType.Network || (format.StartsWith("fuse", StringComparison.Ordinal) && format != "fuseblk");

    // Served, it would no longer be what its manifest says.
    private static void RefuseBackup(string root)
    {
        if (File.Exists(Path.Join(root, DataLayout.BackupManifest)))
            throw new DataFolderException(
                $"'{root}' is a backup: make a data folder of it with 'flux restore {root} DIR', and serve that"
            );
    }

    private static void RefuseForeignFiles(string root)
    {
        var foreign = Directory
            .EnumerateFileSystemEntries(root)
            .Select(entry => Path.GetFileName(entry))
            .FirstOrDefault(name =>
                name is not (DataLayout.Lock or DataLayout.ClusterLock or DataLayout.ProcessId)
                && !name.StartsWith(DataLayout.Format, StringComparison.Ordinal)
            );
        if (foreign is not null)
            throw new DataFolderException(
                $"'{root}' is not a data folder, and is not empty (it holds '{foreign}'): "
                    + "choose an empty or a new folder with --data"
            );
    }

    private DataFolder Prepare(Func<DataFolder> enter)
    {
        try
        {
            // Publishing keeps a file that exists: the folder's version is the one it was created with.
            var format = JsonSerializer.SerializeToUtf8Bytes(new FolderFormat(FormatName, FormatVersion));
            Files.PublishAsync(DataLayout.Format, format).GetAwaiter().GetResult();
            CheckFormat(Files.Root);
            return enter();
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    private static DataFolderException Unusable(string root, Exception exception) =>
        new(
            $"data folder '{root}' cannot be used: {Reason(exception)}. {Remedy(exception)}, or choose another with --data",
            exception
        );

    private static string Remedy(Exception exception) =>
        exception is UnauthorizedAccessException ? $"Let user '{Environment.UserName}' read and write it"
        : DiskSpace.IsExhausted(exception) ? "Make room there"
        : "Correct that";

    private static string Reason(Exception exception) => exception.Message.ReplaceLineEndings(" ").TrimEnd('.');

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
            throw new DataFolderException(
                $"'{path}' is not the format file of a data folder: it is not JSON. "
                    + "Restore it, or choose another folder with --data",
                exception
            );
        }

        if (format is not { Format: FormatName, Version: > 0 })
            throw new DataFolderException(
                $"'{path}' is not the format file of a data folder: "
                    + $"expected {{\"Format\":\"{FormatName}\",\"Version\":{FormatVersion}}}"
            );
        if (format.Version != FormatVersion)
            throw new DataFolderException(
                $"data folder '{root}' has format version {format.Version}, and this program reads version "
                    + $"{FormatVersion}: use the FluxEntropy that made it, or choose another folder with --data"
            );
    }

    private sealed record FolderFormat(string? Format, int Version);
}
