using FluxEntropy.Storage;

namespace FluxEntropy.Sources.Files;

/// <summary>
/// All files below a folder, in the order of their names. Who names a folder means what lies in it: links that lead out of it are left
/// out, and so are pipes, sockets and devices, which a reader would wait on. Links of a snapshot in Hugging Face's cache lead to the
/// blobs beside it, and are followed.
/// </summary>
internal static class FolderFiles
{
    private const string Snapshots = "/snapshots/";
    private const string Blobs = "/blobs/";

    /// <param name="folder">The folder.</param>
    /// <param name="notices">Given what was left out.</param>
    public static IEnumerable<SourceFile> Below(string folder, ICollection<SourceNotice> notices)
    {
        var root = new DirectoryInfo(folder);
        // A folder that is a link is named in two ways by the links in it.
        string[] roots = [Slashed(root), Slashed(root.ResolveLinkTarget(returnFinalTarget: true) ?? root)];
        return Below(root, roots, notices);
    }

    private static string Slashed(FileSystemInfo folder) => folder.FullName.TrimEnd('/') + "/";

    private static IEnumerable<SourceFile> Below(
        DirectoryInfo folder,
        string[] roots,
        ICollection<SourceNotice> notices
    )
    {
        foreach (var entry in Entries(folder))
        {
            if (entry is DirectoryInfo { LinkTarget: null } below)
                foreach (var inside in Below(below, roots, notices))
                    yield return inside;
            else if (entry is not FileInfo file)
                continue;
            else if (Problem(file, roots) is { } problem)
                notices.Add(new(file.FullName, 0, $"left out: {problem}; name the file to read it all the same"));
            else
                yield return SourceFile.At(file.FullName, named: false);
        }
    }

    private static IEnumerable<FileSystemInfo> Entries(DirectoryInfo folder)
    {
        try
        {
            return folder
                .GetFileSystemInfos()
                .Where(entry => entry.Name[0] != '.')
                .OrderBy(entry => entry.Name, StringComparer.Ordinal);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SourceUnreadableException.Of(folder.FullName, failure);
        }
    }

    private static string? Problem(FileInfo file, string[] roots)
    {
        if (file.LinkTarget is not null && LeadsOut(file, roots))
            return "it is a link to a file elsewhere";
        return FileKind.IsSpecial(file.FullName) ? "it is a pipe, a socket or a device" : null;
    }

    // A link to nothing leads nowhere: reading says what is missing.
    private static bool LeadsOut(FileInfo link, string[] roots) =>
        link.ResolveLinkTarget(returnFinalTarget: true) is { Exists: true, FullName: var target }
        && !roots.Any(root => target.StartsWith(root, StringComparison.Ordinal) || IsBlob(target, root));

    private static bool IsBlob(string target, string root) =>
        root.LastIndexOf(Snapshots, StringComparison.Ordinal) is >= 0 and var at
        && target.StartsWith(root[..at] + Blobs, StringComparison.Ordinal);
}
