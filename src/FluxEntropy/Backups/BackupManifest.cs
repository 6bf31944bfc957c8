using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>
/// What a backup holds, in <see cref="DataLayout.BackupManifest"/>: written when everything else is durable, so that a folder with one
/// is a whole backup.
/// </summary>
/// <param name="Version">Version of the manifest; this program reads <see cref="CurrentVersion"/>.</param>
/// <param name="Created">When it was begun.</param>
/// <param name="Source">Absolute path of the data folder.</param>
/// <param name="Files">Every file but the manifest, in the order of paths.</param>
public sealed record BackupManifest(int Version, DateTimeOffset Created, string Source, IReadOnlyList<BackupFile> Files)
{
    /// <summary>The version that this program writes.</summary>
    public const int CurrentVersion = 1;

    /// <summary>Bytes of all files.</summary>
    public long Bytes => Files.Sum(file => file.Bytes);

    /// <summary>Whether a folder is a backup.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Join(folder, DataLayout.BackupManifest));

    /// <summary>Reads the manifest of a backup.</summary>
    /// <exception cref="InvalidDataException">It is damaged, or of a later version.</exception>
    public static async Task<BackupManifest> ReadAsync(string folder, CancellationToken cancellationToken = default)
    {
        var path = Path.Join(folder, DataLayout.BackupManifest);
        var bytes = await File.ReadAllBytesAsync(path, cancellationToken);
        var manifest = CheckedJson.Decode<BackupManifest>(bytes, path);
        return manifest.Version == CurrentVersion
            ? manifest
            : throw new InvalidDataException(
                $"{path}: has version {manifest.Version}; this program reads version {CurrentVersion}."
            );
    }

    /// <summary>What is wrong with a file of a backup; null where it is the one that was written.</summary>
    /// <param name="folder">The backup.</param>
    /// <param name="file">The file.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<string?> ProblemAsync(string folder, BackupFile file, CancellationToken cancellationToken)
    {
        var path = Path.Join(folder, file.Path);
        if (!File.Exists(path))
            return "it is missing";
        if (new FileInfo(path).Length is var bytes && bytes != file.Bytes)
            return $"it has {bytes} bytes, and was written with {file.Bytes}";
        return await FileHash.OfAsync(path, cancellationToken) is var hash && hash == file.Xxh3
            ? null
            : $"its content gives {hash}, and was written with {file.Xxh3}";
    }
}
