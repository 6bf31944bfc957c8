using System.Runtime.CompilerServices;
using FluxEntropy.Sources.Compression;
using FluxEntropy.Sources.Formats;

namespace FluxEntropy.Sources.Files;

/// <summary>
/// Files, folders and standard input as one stream of documents, pulled by the reader of
/// <see cref="ReadAsync"/>: memory holds one record at a time, whatever the size of a file; of Parquet, one row group.
/// </summary>
public sealed class SourceSet
{
    /// <summary>The path that means standard input.</summary>
    public const string StandardInput = "-";

    /// <summary>What can be read, as a help text names it: each format with its extensions, and how it may be compressed.</summary>
    public static string Readable { get; } =
        $"{string.Join(", ", SourceFormats.All.Select(Described))}, each also as {Archive.Names}";

    private readonly IReadOnlyList<SourceFile> _files;
    private readonly List<SourceNotice> _notices = [];
    private long _bytesRead;

    private SourceSet(IEnumerable<string> paths, Stream? standardInput, string standardInputName) =>
        _files = [.. SourceFile.Expand(paths, standardInput, standardInputName, _notices)];

    /// <summary>Files to read.</summary>
    public int Files => _files.Count;

    /// <summary>Bytes of all files as they lie on the disk; null when one is a pipe.</summary>
    public long? TotalBytes => _files.Any(file => file.Length is null) ? null : _files.Sum(file => file.Length ?? 0);

    /// <summary>Bytes worked through so far, before decompression; may be read from any thread.</summary>
    public long BytesRead => Interlocked.Read(ref _bytesRead);

    /// <summary>
    /// Resolves paths: a file as it is, a folder as all files below it, each folder's entries in ordinal order (names that
    /// begin with a dot and links to folders are passed over, and beside files of records whatever holds no data), <c>-</c>
    /// as <paramref name="standardInput"/>.
    /// </summary>
    /// <param name="paths">What to read.</param>
    /// <param name="standardInput">What <c>-</c> means; nothing by default.</param>
    /// <param name="standardInputName">What ids and messages call it.</param>
    /// <exception cref="SourceUnreadableException">A path does not exist or may not be read; nothing was read yet.</exception>
    public static SourceSet Open(
        IEnumerable<string> paths,
        Stream? standardInput = null,
        string standardInputName = "stdin"
    ) => new(paths, standardInput, standardInputName);

    /// <summary>The name of a file without the extensions that say what it holds and how it is compressed.</summary>
    public static string Stem(string path)
    {
        var name = Archive.Inside(Path.GetFileName(path));
        return SourceFormats.IsNamed(name) ? Path.GetFileNameWithoutExtension(name) : name;
    }

    /// <summary>
    /// Reads everything once, in the order of the paths. What is wrong with a record, or with the rest of a damaged
    /// archive, comes as a <see cref="SourceRejection"/> between the documents around it.
    /// </summary>
    /// <exception cref="SourceUnreadableException">A file vanished, or the disk failed to deliver it.</exception>
    public async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken = default
    )
    {
        foreach (var notice in _notices)
            yield return notice;
        foreach (var file in _files)
        {
            await foreach (var item in ReadFileAsync(file, options, cancellationToken).ConfigureAwait(false))
                yield return item;
        }
    }

    private static string Described(ISourceFormat format) =>
        format == SourceFormats.Text ? format.Title : $"{format.Title} ({string.Join(", ", format.Extensions)})";

    private async IAsyncEnumerable<SourceItem> ReadFileAsync(
        SourceFile file,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var stream = file.Open();
        await using (stream.ConfigureAwait(false))
        {
            var before = BytesRead;
            var progress = new FileProgress(stream, file.Length);
            var items = SourceReader
                .ReadAsync(file, stream, progress, options, cancellationToken)
                .GetAsyncEnumerator(cancellationToken);
            await using (items.ConfigureAwait(false))
            {
                var (last, documents) = (0L, 0L);
                while (true)
                {
                    SourceItem item;
                    try
                    {
                        if (!await items.MoveNextAsync().ConfigureAwait(false))
                            break;
                        item = items.Current;
                    }
                    catch (InvalidDataException refused)
                    {
                        item = new SourceRejection(file.Name, last + 1, refused.Message);
                    }
                    catch (ArchiveDamageException damaged)
                    {
                        var kept = documents > 0 ? "what came before was kept" : "nothing of it was kept";
                        item = new SourceRejection(file.Name, last + 1, $"{damaged.Message}; {kept}");
                    }
                    catch (IOException failure) when (failure is not SourceUnreadableException)
                    {
                        throw SourceUnreadableException.Of(file.Name, failure);
                    }

                    Interlocked.Exchange(ref _bytesRead, before + progress.Bytes);
                    yield return item;
                    last = item.Line;
                    documents += item is SourceDocument ? 1 : 0;
                }
            }

            // Whatever of it was not read is not going to be.
            Interlocked.Exchange(ref _bytesRead, before + (file.Length ?? progress.Bytes));
        }
    }
}
