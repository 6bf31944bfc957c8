using System.Runtime.CompilerServices;
using FluxEntropy.Lines;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// JSON: one object a line, with a text, perhaps an id, and other fields kept as metadata. Arrays of such objects are read
/// too, and objects that are written over several lines.
/// </summary>
internal sealed class JsonLines : ISourceFormat
{
    private static ReadOnlySpan<byte> Blank => " \t\r\n"u8;

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
        var end = JsonStart.Records(start);
        var lines = new LineReader(content.Pipe, SourceOptions.MaxRecordBytes, end);
        var record = new JsonRecord(content.Name, options);
        SourceItem? last = null;
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (Read(content.Name, lines, record) is not { } item)
                continue;
            foreach (var notice in record.Dropped.Take())
                yield return notice;
            yield return last = item;
        }

        if (end is { IsOpen: true } && last is not SourceRejection)
            yield return new SourceRejection(
                content.Name,
                lines.Number,
                "no bracket ends the array, which is truncated: fetch the file again"
            );
    }

    /// <summary>What stands on a line, or in a record of several; null where nothing does.</summary>
    private static SourceItem? Read(string source, LineReader lines, JsonRecord record)
    {
        if (lines.Line is not { } line)
            return new SourceRejection(
                source,
                lines.Number,
                $"the {(lines.Lines > 1 ? "record" : "line")} is longer than {SourceOptions.MaxRecordBytes >> 20} MiB"
                    + $"{GoesOn(lines.Number, lines.Lines - 1)}; split the document"
            );
        var blank = line.Span.IndexOfAnyExcept(Blank);
        if (blank < 0)
            return null;
        // Between records of an array stand line ends.
        var number = lines.Number + line.Span[..blank].Count((byte)'\n');
        var item = record.Read(number, lines.Offset + blank, line[blank..]);
        return item is SourceRejection rejected
            ? rejected with
            {
                Reason = rejected.Reason + GoesOn(number, line.Span[blank..].TrimEnd(Blank).Count((byte)'\n')),
            }
            : item;
    }

    // What is broken may have taken others along, of which nobody else would tell.
    private static string GoesOn(long number, long lines) =>
        lines > 0 ? $"; the record goes on to line {number + lines:N0}" : "";
}
