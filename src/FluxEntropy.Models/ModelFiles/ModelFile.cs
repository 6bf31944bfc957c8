using FluxEntropy.Storage;

namespace FluxEntropy.Models.ModelFiles;

/// <summary>Opens a file of a model folder, which is often a link into a store.</summary>
internal static class ModelFile
{
    /// <summary>Four times the largest tokenizer in use, which has a quarter of a million tokens.</summary>
    internal const int MaxTokenizerBytes = 1 << 27;

    /// <exception cref="InvalidDataException">
    /// There is no such file, or only a link or a git-LFS pointer to one, or it is a folder.
    /// </exception>
    internal static FileStream Open(string file)
    {
        if (Directory.Exists(file))
            throw new InvalidDataException($"{file}: is a folder, expected a file");
        if (FileKind.IsSpecial(file))
            throw new InvalidDataException($"{file}: is a pipe, a socket or a device, expected a file");
        try
        {
            return WithContent(file, new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16));
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException(
                $"{file}: missing{(new FileInfo(file).LinkTarget is { } target ? $": it is a link to {target}, which is not there" : "")}",
                e
            );
        }
    }

    /// <summary>A clone without git-LFS has pointers in place of large files.</summary>
    private static FileStream WithContent(string file, FileStream stream)
    {
        if (!stream.CanSeek)
            return stream;
        var start = new byte[Pointer.Length];
        var count = stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        stream.Position = 0;
        if (!start.AsSpan(0, count).SequenceEqual(Pointer))
            return stream;
        stream.Dispose();
        throw new InvalidDataException(
            $"{file}: is a git-LFS pointer, not the file that it stands for; run 'git lfs pull' in its repository"
        );
    }

    private static ReadOnlySpan<byte> Pointer => "version https://git-lfs.github.com/spec/"u8;
}
