using ICSharpCode.SharpZipLib;
using ZstdSharp;

namespace FluxEntropy.Sources.Compression;

/// <summary>A kind of compressed file, recognised by its first bytes whatever its name.</summary>
internal sealed class Archive
{
    /// <summary>Bytes that tell every kind.</summary>
    public const int MagicBytes = 4;

    private static readonly Archive[] Kinds =
    [
        new("gzip", [".gz", ".gzip"], GzipInput.Begins, GzipInput.Open),
        new("zstd", [".zst", ".zstd"], ZstdInput.Begins, ZstdInput.Open),
    ];

    /// <summary>The kinds as a sentence names them.</summary>
    public static string Names => string.Join(" or ", Kinds.Select(kind => kind.Name));

    private readonly string[] _extensions;
    private readonly Beginning _begins;
    private readonly Func<Stream, Stream> _open;

    private Archive(string name, string[] extensions, Beginning begins, Func<Stream, Stream> open) =>
        (Name, _extensions, _begins, _open) = (name, extensions, begins, open);

    private delegate bool Beginning(ReadOnlySpan<byte> start);

    public string Name { get; }

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
    public static Archive? OfName(string name) => Kinds.FirstOrDefault(kind => kind.ExtensionOf(name) is not null);

    /// <summary>The name of what is inside.</summary>
    public static string Inside(string name) =>
        Kinds.Select(kind => kind.ExtensionOf(name)).FirstOrDefault(extension => extension is not null) is { } found
            ? name[..^found.Length]
            : name;

    /// <summary>
    /// Decompresses as it is read. Damage throws <see cref="ArchiveDamageException"/>, and what is refused
    /// <see cref="InvalidDataException"/>; the message is the reason as a person is told it.
    /// </summary>
    public Stream Open(Stream compressed) => new ArchiveStream(_open(compressed), Reason);

    private Exception? Reason(Exception failure) =>
        failure switch
        {
            ArchiveDamageException => failure,
            _ when ZstdInput.Refusal(failure) is { } refusal => new InvalidDataException(refusal, failure),
            EndOfStreamException => new ArchiveDamageException($"the {Name} archive is truncated here", failure),
            InvalidDataException or ZstdException or SharpZipBaseException or IndexOutOfRangeException =>
                new ArchiveDamageException($"the {Name} archive is truncated or damaged from here on", failure),
            _ => null,
        };

    private string? ExtensionOf(string name) =>
        Array.Find(_extensions, extension => name.EndsWith(extension, StringComparison.OrdinalIgnoreCase));
}
