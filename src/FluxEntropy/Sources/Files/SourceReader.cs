using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using FluxEntropy.Lines;
using FluxEntropy.Sources.Compression;
using FluxEntropy.Sources.Formats;

namespace FluxEntropy.Sources.Files;

/// <summary>Finds out what a file holds, by its first bytes and its name, and hands it to the format that reads it.</summary>
internal static class SourceReader
{
    private const int StartBytes = 512;

    private static readonly StreamPipeReaderOptions Buffers = new(
        bufferSize: 1 << 16,
        minimumReadSize: 1 << 12,
        leaveOpen: true
    );

    public static async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceFile file,
        Stream stream,
        FileProgress progress,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var pipe = PipeReader.Create(stream, Buffers);
        var start = await PipeStart.PeekAsync(pipe, Archive.MagicBytes, cancellationToken).ConfigureAwait(false);
        var archive = Archive.Of(start);
        if (options.Format is null && UnreadableFile.OfName(file.Name, archive) is { } reason)
        {
            yield return new SourceRejection(file.Name, 0, reason);
            yield break;
        }

        using var unpacked = archive?.Open(pipe.AsStream());
        if (unpacked is not null)
            pipe = PipeReader.Create(unpacked, Buffers);
        start = await PipeStart.PeekAsync(pipe, StartBytes, cancellationToken).ConfigureAwait(false);
        if (UnreadableFile.OfStart(start) is { } unreadable)
        {
            yield return new SourceRejection(file.Name, 0, unreadable);
            yield break;
        }

        using var utf8 = Utf16Text.Transcoded(start, pipe.AsStream());
        if (utf8 is not null)
        {
            pipe = PipeReader.Create(utf8, Buffers);
            start = await PipeStart.PeekAsync(pipe, StartBytes, cancellationToken).ConfigureAwait(false);
        }

        var format = options.Format ?? FormatOf(file, start);
        var content = new SourceContent
        {
            Name = file.Name,
            Pipe = pipe,
            File = archive is null && utf8 is null && stream.CanSeek ? stream : null,
            Progress = progress,
        };
        await foreach (var item in format.ReadAsync(content, options, cancellationToken).ConfigureAwait(false))
            yield return item;
        await pipe.CompleteAsync().ConfigureAwait(false);
    }

    private static ISourceFormat FormatOf(SourceFile file, byte[] start) =>
        file.Path is not null && SourceFormats.OfName(Archive.Inside(file.Name)) is { } named
            ? named
            : SourceFormats.OfStart(start);
}
