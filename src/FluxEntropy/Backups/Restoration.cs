using FluxEntropy.Storage;

namespace FluxEntropy.Backups;

/// <summary>Makes a data folder of a backup, which stays as it is.</summary>
public static class Restoration
{
    private const int ProblemsNamed = 10;

    /// <summary>
    /// Copies every file and compares it with the manifest. What makes the folder a data folder comes last, so that no server takes a
    /// part of one for it.
    /// </summary>
    /// <param name="backup">The backup.</param>
    /// <param name="data">The new data folder: missing, or empty.</param>
    /// <param name="cancellationToken">Gives up; what was copied is removed.</param>
    /// <exception cref="DataFolderException">The folder is not empty.</exception>
    /// <exception cref="InvalidDataException">The backup is damaged; the folder is left empty.</exception>
    public static async Task<BackupManifest> RunAsync(
        string backup,
        string data,
        CancellationToken cancellationToken = default
    )
    {
        var root = Path.GetFullPath(data);
        if (File.Exists(root) || (Directory.Exists(root) && Directory.EnumerateFileSystemEntries(root).Any()))
            throw new DataFolderException($"'{root}' is not empty: name a folder that is, or that does not exist yet");
        var manifest = await BackupManifest.ReadAsync(backup, cancellationToken);
        var isNew = !Directory.Exists(root);
        try
        {
            Directory.CreateDirectory(root);
            var problems = new List<string>();
            foreach (var file in manifest.Files.Where(file => file.Path != DataLayout.Format))
                await CopyAsync(backup, root, file, problems, cancellationToken);
            foreach (var folder in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories))
                Posix.Sync(folder);
            FaultPoints.Reached("restore.before-format");
            foreach (var file in manifest.Files.Where(file => file.Path == DataLayout.Format && problems.Count == 0))
                await CopyAsync(backup, root, file, problems, cancellationToken);
            if (problems.Count > 0)
                throw Damaged(backup, problems);
            Posix.Sync(root);
            Posix.Sync(Path.GetDirectoryName(root)!);
            return manifest;
        }
        catch
        {
            Clear(root, isNew);
            throw;
        }
    }

    private static async Task CopyAsync(
        string backup,
        string root,
        BackupFile file,
        List<string> problems,
        CancellationToken cancellationToken
    )
    {
        var place = new LocalFileStore(root).FullPath(file.Path);
        Directory.CreateDirectory(Path.GetDirectoryName(place)!);
        if (File.Exists(Path.Join(backup, file.Path)))
            File.Copy(Path.Join(backup, file.Path), place);
        if (await BackupManifest.ProblemAsync(root, file, cancellationToken) is { } problem)
            problems.Add($"{file.Path}: {problem}");
        else
            Posix.Sync(place);
    }

    private static InvalidDataException Damaged(string backup, List<string> problems) =>
        new(
            $"backup '{backup}' is damaged, and nothing was restored; use another one. "
                + string.Join("; ", problems.Take(ProblemsNamed))
                + (problems.Count > ProblemsNamed ? $"; and {problems.Count - ProblemsNamed} more" : "")
        );

    // It was empty, or not there, before.
    private static void Clear(string root, bool isNew)
    {
        foreach (var entry in new DirectoryInfo(root).EnumerateFileSystemInfos())
        {
            if (entry is DirectoryInfo folder)
                folder.Delete(recursive: true);
            else
                entry.Delete();
        }
        if (isNew)
            Directory.Delete(root);
    }
}
