using FluxEntropy.Sources.Compression;

namespace FluxEntropy.Sources.Files;

/// <summary>Files that hold no documents whatever is done, called by their names.</summary>
internal static class UnreadableFile
{
    private const string Tables =
        "of tables only CSV, TSV, Parquet and Arrow are read; convert it to one of those, or to JSON lines";

    private const string Archives =
        "of compressed files only gzip and zstd are read; unpack it or compress it with one of those";

    /// <summary>Where a tar archive says that it is one.</summary>
    private const int TarMagic = 257;

    /// <summary>Why a file of this name is not read; null where it may be.</summary>
    public static string? OfName(string name, Archive? archive)
    {
        if (archive is null && Archive.OfName(name) is { } named)
            return $"its name says {named.Name}, its first bytes do not: it is empty, truncated or not "
                + "compressed; fetch it again, or name it for what it is";
        return Path.GetExtension(archive is null ? name : Archive.Inside(name)).ToLowerInvariant() switch
        {
            ".orc" or ".avro" or ".xls" or ".xlsx" => Tables,
            ".xz" or ".bz2" or ".lz4" or ".zip" or ".7z" or ".tar" or ".tgz" => Archives,
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
        if (start.StartsWith("%PDF-"u8))
            return "it is a PDF; extract its text first, with pdftotext for example";
        if (start.Length >= TarMagic && start[TarMagic..].StartsWith("ustar"u8))
            return "it is a tar archive; unpack it and name the folder";
        return Compressed(start) ?? Binary(start);
    }

    private static string? Compressed(ReadOnlySpan<byte> start) =>
        start switch
        {
            [(byte)'P', (byte)'K', 3, 4, ..] => $"it is a zip archive, as documents of Office are too: {Archives}",
            [0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0, ..] => $"it is xz: {Archives}",
            [(byte)'B', (byte)'Z', (byte)'h', >= (byte)'1' and <= (byte)'9', 0x31, 0x41, ..] =>
                $"it is bzip2: {Archives}",
            [0x04, 0x22, 0x4d, 0x18, ..] => $"it is LZ4: {Archives}",
            [(byte)'7', (byte)'z', 0xbc, 0xaf, ..] => $"it is a 7z archive: {Archives}",
            _ => null,
        };

    private static string? Binary(ReadOnlySpan<byte> start)
    {
        if (start.StartsWith("Obj\u0001"u8))
            return $"it is Avro: {Tables}";
        if (start.StartsWith("SQLite format 3\0"u8))
            return $"it is a database of SQLite: {Tables}";
        if (start is [0x89, (byte)'H', (byte)'D', (byte)'F', ..])
            return $"it is HDF5: {Tables}";
        if (start is [0x93, (byte)'N', (byte)'U', (byte)'M', ..])
            return "it is an array of NumPy, not text";
        if (start is [0x80, >= 2 and <= 5, 0x95 or (byte)'}' or (byte)']' or (byte)'c', ..])
            return "it is pickled by Python; write its records as JSON lines";
        if (start is [_, _, _, _, 0, 0, 0, 0, (byte)'{', (byte)'"', ..])
            return "it holds the weights of a model (safetensors), not text";
        return null;
    }
}
