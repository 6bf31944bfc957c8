using ZstdSharp;

namespace FluxEntropy.Sources.Compression;

/// <summary>A kind of compressed file, recognised by its first bytes whatever its name.</summary>
internal sealed class Archive
{
    /// <summary>Bytes that tell every kind.</summary>
    public const int MagicBytes = 4;

    private static readonly Archive[] Kinds =
    [
        new("gzip", ".gz", GzipInput.Begins, GzipInput.Open),
        new("zstd", ".zst", ZstdInput.Begins, ZstdInput.Open),
    ];

    /// <summary>The kinds as a sentence names them.</summary>
    public static string Names => string.Join(" or ", Kinds.Select(kind => kind.Name));

    private readonly Beginning _begins;
    private readonly Func<Stream, Stream> _open;

    private Archive(string name, string extension, Beginning begins, Func<Stream, Stream> open) =>
        (Name, Extension, _begins, _open) = (name, extension, begins, open);

    private delegate bool Beginning(ReadOnlySpan<byte> start);

    public string Name { get; }

    public string Extension { get; }

    /// <summary>What begins so, or null.</summary>
    public static Archive? Of(ReadOnlySpan<byte> start)
    {
        foreach (var kind in Kinds)
        {
            if (kind._begins(start))
                return kind;
        }

        return null;
    }

    /// <summary>What a name says, or null.</summary>
    public static Archive? OfName(string name) =>
        Kinds.FirstOrDefault(kind => name.EndsWith(kind.Extension, StringComparison.OrdinalIgnoreCase));

    /// <summary>The name of what is inside.</summary>
    public static string Inside(string name) => OfName(name) is { } kind ? name[..^kind.Extension.Length] : name;

    /// <summary>
    /// Decompresses as it is read. Damage throws <see cref="InvalidDataException"/>, whose message is the reason as a
    /// person is told it, once what came before was delivered.
    /// </summary>
    public Stream Open(Stream compressed) => new ArchiveStream(_open(compressed), Reason);

    private string? Reason(Exception failure) =>
        failure switch
        {
            _ when ZstdInput.Refusal(failure) is { } refusal => refusal,
            InvalidDataException or EndOfStreamException or ZstdException =>
                $"the {Name} archive is truncated or damaged from here on; what came before was kept",
            _ => null,
        };
}
