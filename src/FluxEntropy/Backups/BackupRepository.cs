using System.Globalization;
using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>
/// A folder of backups, each a folder named after the time at which it was begun. Every one is whole by itself: what several hold is
/// one file with several names, so that any of them can be deleted.
/// </summary>
public static class BackupRepository
{
    private const string NameFormat = "yyyyMMdd'T'HHmmss'.'fff'Z'";

    /// <summary>Ending of the name of a backup that is being written, or was not finished.</summary>
    public const string PartialSuffix = ".partial";

    /// <summary>Name of a backup that begins now; names are in the order of time.</summary>
    public static string NameAt(DateTimeOffset time) =>
        time.UtcDateTime.ToString(NameFormat, CultureInfo.InvariantCulture);

    /// <summary>The newest whole backup of a folder, or null.</summary>
    public static string? Newest(string folder) =>
        Directory.Exists(folder)
            ? Directory
                .EnumerateDirectories(folder)
                .Where(backup => IsName(Path.GetFileName(backup)) && BackupManifest.IsIn(backup))
                .MaxBy(Path.GetFileName, StringComparer.Ordinal)
            : null;

    /// <summary>Backups of a folder that are being written, or were not finished.</summary>
    public static IReadOnlyList<string> Unfinished(string folder) =>
        Directory.Exists(folder)
            ?
            [
                .. Directory
                    .EnumerateDirectories(folder, $"*{PartialSuffix}")
                    .Where(backup => IsName(Path.GetFileName(backup)[..^PartialSuffix.Length])),
            ]
            : [];

    /// <summary>The backup that a path means: itself, or the newest of a folder of backups.</summary>
    /// <exception cref="DataFolderException">It is neither.</exception>
    public static string Find(string path)
    {
        var root = Path.GetFullPath(path);
        if (BackupManifest.IsIn(root))
            return root;
        return Newest(root)
            ?? throw new DataFolderException(
                $"'{root}' is not a backup: it has no {DataLayout.BackupManifest}, and no folder in it is one. "
                    + "Name a folder that 'flux backup' wrote; one that ends in .partial was not finished"
            );
    }

    /// <summary>Makes the name of a new backup durable.</summary>
    public static void Sync(string folder) => Posix.Sync(folder);

    private static bool IsName(string name) =>
        DateTime.TryParseExact(name, NameFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
