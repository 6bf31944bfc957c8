using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>UTF-8 text: a document a file, a paragraph or a line.</summary>
internal sealed class PlainText : ISourceFormat
{
    private static readonly Dictionary<string, string> NoMetadata = [];

    public string Name => "text";

    public string Title => "text";

    public IReadOnlyList<string> Extensions { get; } = [".txt", ".md"];

    public bool Begins(ReadOnlySpan<byte> start) => false;

    public async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await ByteOrderMark.SkipAsync(content.Pipe, cancellationToken).ConfigureAwait(false);
        var items = options.Split switch
        {
            TextSplit.Lines => LinesAsync(content.Name, content.Pipe, cancellationToken),
            TextSplit.Paragraphs => ParagraphsAsync(content.Name, content.Pipe, cancellationToken),
            _ => WholeAsync(content.Name, content.Pipe, cancellationToken),
        };
        await foreach (var item in items.ConfigureAwait(false))
            yield return item;
    }

    private static async IAsyncEnumerable<SourceItem> WholeAsync(
        string source,
        PipeReader pipe,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var result = await pipe.ReadAtLeastAsync(SourceOptions.MaxRecordBytes + 1, cancellationToken)
            .ConfigureAwait(false);
        yield return result.Buffer switch
        {
            { IsEmpty: true } => new SourceRejection(source, 1, "the document is empty"),
            { Length: > SourceOptions.MaxRecordBytes } => TooLong(source, 1),
            { IsSingleSegment: true } buffer => Document(source, 1, buffer.FirstSpan, 0),
            var buffer => Document(source, 1, buffer.ToArray(), 0),
        };
        pipe.AdvanceTo(result.Buffer.End);
    }

    private static async IAsyncEnumerable<SourceItem> LinesAsync(
        string source,
        PipeReader pipe,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var lines = new LineReader(pipe, SourceOptions.MaxRecordBytes);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (lines.Line is not { } line)
                yield return TooLong(source, lines.Number);
            else if (!IsBlank(line.Span))
                yield return Document(source, lines.Number, line.Span, lines.Offset);
        }
    }

    private static async IAsyncEnumerable<SourceItem> ParagraphsAsync(
        string source,
        PipeReader pipe,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var lines = new LineReader(pipe, SourceOptions.MaxRecordBytes);
        var paragraph = new ArrayBufferWriter<byte>();
        var (start, offset, tooLong) = (0L, 0L, false);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (lines.Line is { } blank && IsBlank(blank.Span))
            {
                if (Finished() is { } item)
                    yield return item;
                continue;
            }

            if (start == 0)
                (start, offset) = (lines.Number, lines.Offset);
            tooLong |=
                lines.Line is not { } line || paragraph.WrittenCount + line.Length + 1 > SourceOptions.MaxRecordBytes;
            if (tooLong)
                paragraph.Clear();
            else
            {
                if (paragraph.WrittenCount > 0)
                    paragraph.Write("\n"u8);
                paragraph.Write(lines.Line!.Value.Span);
            }
        }

        if (Finished() is { } last)
            yield return last;

        SourceItem? Finished()
        {
            SourceItem? item =
                start == 0 ? null
                : tooLong ? TooLong(source, start)
                : Document(source, start, paragraph.WrittenSpan, offset);
            (start, tooLong) = (0, false);
            paragraph.ResetWrittenCount();
            return item;
        }
    }

    private static SourceItem Document(string source, long line, ReadOnlySpan<byte> bytes, long origin) =>
        Utf8Text.Fault(bytes, origin) is { } fault
            ? new SourceRejection(source, line, fault)
            : new SourceDocument($"{source}#{line}", Encoding.UTF8.GetString(bytes), NoMetadata, source, line);

    private static SourceRejection TooLong(string source, long line) =>
        new(source, line, $"the document is longer than {SourceOptions.MaxRecordBytes >> 20} MiB; split it");

    private static bool IsBlank(ReadOnlySpan<byte> line) => line.TrimStart(" \t\v\f\r"u8).IsEmpty;
}
