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
                foreach (var file in DatasetFolder.Files(path, [.. FolderFiles.Below(path, notices)], notices))
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

    /// <summary>The file of a path, which can be read.</summary>
    /// <param name="path">Its path.</param>
    /// <param name="named">Whether a person named it, and not only its folder.</param>
    public static SourceFile At(string path, bool named)
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

    /// <summary>The path below the current folder, with forward slashes; the full path of a file elsewhere.</summary>
    private static string NameOf(string path)
    {
        var full = System.IO.Path.GetFullPath(path);
        var relative = System.IO.Path.GetRelativePath(Environment.CurrentDirectory, full);
        return (relative.StartsWith("..", StringComparison.Ordinal) ? full : relative).Replace('\\', '/');
    }
}
