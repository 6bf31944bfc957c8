using System.Runtime.CompilerServices;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// JSON: one object a line, with a text, perhaps an id, and other fields kept as metadata. Arrays of such objects are read
/// too, and objects that are written over several lines.
/// </summary>
internal sealed class JsonLines : ISourceFormat
{
    public string Name => "jsonl";

    public string Title => "JSON lines";

    public IReadOnlyList<string> Extensions { get; } = [".jsonl", ".ndjson", ".json", ".jsonlines", ".jl"];

    public bool Begins(ReadOnlySpan<byte> start) => JsonStart.IsRecord(start);

    public async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await ByteOrderMark.SkipAsync(content.Pipe, cancellationToken).ConfigureAwait(false);
        var start = await PipeStart.PeekAsync(content.Pipe, JsonStart.Bytes, cancellationToken).ConfigureAwait(false);
        var lines = new LineReader(content.Pipe, SourceOptions.MaxRecordBytes, JsonStart.Records(start));
        var record = new JsonRecord(content.Name, options);
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            var number = lines.Number;
            if (lines.Line is not { } line)
                yield return new SourceRejection(
                    content.Name,
                    number,
                    $"the line is longer than {SourceOptions.MaxRecordBytes >> 20} MiB; split the document"
                );
            else if (line.Span.IndexOfAnyExcept(" \t\r\n"u8) is >= 0 and var blank)
            {
                number += line.Span[..blank].Count((byte)'\n'); // between records of an array stand line ends
                var item = record.Read(number, lines.Offset, line);
                foreach (var notice in record.Dropped.Take())
                    yield return notice;
                yield return item;
            }
        }
    }
}
