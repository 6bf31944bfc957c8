using FluxEntropy.Sources.Compression;

namespace FluxEntropy.Sources.Files;

/// <summary>Files that hold no documents whatever is done, called by their names.</summary>
internal static class UnreadableFile
{
    /// <summary>Why a file of this name is not read; null where it may be.</summary>
    public static string? OfName(string name, Archive? archive)
    {
        if (archive is null && Archive.OfName(name) is { } named)
            return $"its name says {named.Name}, its first bytes do not: it is empty, truncated or not "
                + "compressed; fetch it again, or name it for what it is";
        return Path.GetExtension(archive is null ? name : Archive.Inside(name)).ToLowerInvariant() switch
        {
            ".orc" or ".avro" or ".xls" or ".xlsx" =>
                "of tables only CSV, TSV, Parquet and Arrow are read; convert it to one of those, or to JSON lines",
            ".xz" or ".bz2" or ".lz4" or ".zip" or ".7z" or ".tar" or ".tgz" =>
                "of compressed files only gzip and zstd are read; unpack it or compress it with one of those",
            _ => null,
        };
    }

    /// <summary>Why a file that begins so is not read; null where it may be.</summary>
    public static string? OfStart(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("version https://git-lfs.github.com/spec/"u8))
            return "it is a git-LFS pointer, not the file that it stands for; run 'git lfs pull' in its repository";
        if (start.StartsWith("FEA1"u8))
            return "it is Feather's first version; write it as the second, or as Parquet";
        if (start.StartsWith("GGUF"u8))
            return "it is a model in GGUF, not text";
        if (start is [0xff, 0xfe, 0, 0, ..] or [0, 0, 0xfe, 0xff, ..])
            return "it is UTF-32; convert it to UTF-8";
        return null;
    }
}
