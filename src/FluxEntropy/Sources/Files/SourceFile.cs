namespace FluxEntropy.Sources.Files;

/// <summary>One file of a <see cref="SourceSet"/>.</summary>
/// <param name="Name">Name in ids and messages.</param>
/// <param name="Path">Path to open; null for standard input.</param>
/// <param name="Length">Bytes on the disk; null for a pipe.</param>
/// <param name="Piped">Standard input, where it is meant.</param>
internal sealed record SourceFile(string Name, string? Path, long? Length, Stream? Piped = null)
{
    public static IEnumerable<SourceFile> Expand(
        IEnumerable<string> paths,
        Stream? standardInput,
        string standardInputName,
        ICollection<SourceNotice> notices
    )
    {
        foreach (var path in paths)
        {
            if (path == SourceSet.StandardInput)
                yield return new(standardInputName, null, null, standardInput ?? Stream.Null);
            else if (Directory.Exists(path))
                foreach (var file in DatasetFolder.Files(path, [.. Below(new DirectoryInfo(path))], notices))
                    yield return file;
            else
                yield return At(path, named: true);
        }
    }

    public Stream Open()
    {
        if (Path is null)
            return Piped!;
        try
        {
            return new FileStream(
                Path,
                new FileStreamOptions
                {
                    Share = FileShare.ReadWrite | FileShare.Delete,
                    BufferSize = 0,
                    Options = FileOptions.SequentialScan,
                }
            );
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SourceUnreadableException.Of(Path, failure);
        }
    }

    private static SourceFile At(string path, bool named)
    {
        try
        {
            var length = new FileInfo(path).Length;
            // A pipe has no length and must not be opened twice; opening is the only honest test for anything else.
            if (length > 0)
                File.OpenHandle(path).Dispose();
            return new(NameOf(path), path, length == 0 && named ? null : length);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SourceUnreadableException.Of(path, failure);
        }
    }

    private static IEnumerable<SourceFile> Below(DirectoryInfo folder)
    {
        FileSystemInfo[] entries;
        try
        {
            entries = folder.GetFileSystemInfos();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw SourceUnreadableException.Of(folder.FullName, failure);
        }

        foreach (
            var entry in entries
                .Where(entry => entry.Name[0] != '.')
                .OrderBy(entry => entry.Name, StringComparer.Ordinal)
        )
        {
            if (entry is FileInfo file)
                yield return At(file.FullName, named: false);
            else if (entry is DirectoryInfo { LinkTarget: null } below)
                foreach (var inside in Below(below))
                    yield return inside;
        }
    }

    /// <summary>The path below the current folder, with forward slashes; the full path of a file elsewhere.</summary>
    private static string NameOf(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var relative = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, full);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? full : relative).Replace('\\', '/');
    }
}
