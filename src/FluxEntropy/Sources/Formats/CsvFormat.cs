using System.Runtime.CompilerServices;
using System.Text;
using FluxEntropy.Lines;
using FluxEntropy.Tables.CsvFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>Fields between delimiters, quoted as RFC 4180 has it, below a row of column names.</summary>
/// <param name="name">How it is asked for.</param>
/// <param name="title">What it is called in a sentence.</param>
/// <param name="separator">What stands between fields.</param>
/// <param name="extensions">The file extensions that mean it.</param>
internal sealed class CsvFormat(string name, string title, char separator, params string[] extensions) : ISourceFormat
{
    public string Name => name;

    public string Title => title;

    public IReadOnlyList<string> Extensions { get; } = extensions;

    public bool Begins(ReadOnlySpan<byte> start) => false; // a row of names looks like text

    public async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        await ByteOrderMark.SkipAsync(content.Pipe, cancellationToken).ConfigureAwait(false);
        var start = await PipeStart
            .PeekAsync(content.Pipe, CsvDelimiter.Bytes, cancellationToken)
            .ConfigureAwait(false);
        var delimiter = CsvDelimiter.Of(start, separator, options);
        var quoting = options.Quotes ? new CsvQuoting((byte)delimiter) : null;
        var records = new LineReader(content.Pipe, SourceOptions.MaxRecordBytes, quoting);
        Func<string, string[]> fields = options.Quotes
            ? new CsvFields(delimiter).Of
            : record => record.Split(delimiter);
        CsvHeader? header = null;
        while (await records.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (records.Line is { IsEmpty: true })
                continue;
            SourceItem? item = null;
            var swallowed = 0;
            try
            {
                if (quoting is { IsOpen: true })
                    throw new QuoteException("the quote that opens on this line is not closed");
                var values = fields(TextOf(records));
                if (header is null)
                    header = CsvHeader.Of(content.Name, values, options);
                else
                    item = header.Document(records.Number, values);
            }
            catch (QuoteException wrong)
            {
                // Behind a line end at the end of the file there is no line.
                swallowed = records.Lines - (records.Line is { Span: [.., (byte)'\n'] } ? 2 : 1);
                item = new SourceRejection(content.Name, records.Number, Told(wrong.Message, swallowed));
            }
            catch (FormatException wrong)
            {
                item = new SourceRejection(content.Name, records.Number, wrong.Message);
            }

            foreach (var notice in header?.Dropped.Take() ?? [])
                yield return notice;
            if (item is not null)
                yield return item;
            // A quote that is not closed is most probably a character like any other, and each of these lines a record.
            for (var line = 1; line <= swallowed; line++)
                yield return new SourceRejection(
                    content.Name,
                    records.Number + line,
                    $"it lies within the quote that opens on line {records.Number:N0}"
                );
            if (header is null)
                yield break;
        }

        if (header is null)
            yield return new SourceRejection(content.Name, 1, "the file is empty; a row of column names was expected");
    }

    private static string Told(string wrong, int swallowed) =>
        swallowed == 0
            ? wrong
            : $"{wrong}: {swallowed:N0} more line{(swallowed == 1 ? "" : "s")} lie{(swallowed == 1 ? "s" : "")} within it; "
                + "close it, or read quotes as characters like any other with --no-quotes";

    private static string TextOf(LineReader records)
    {
        if (records.Line is not { } record)
            throw new FormatException(
                $"the record is longer than {SourceOptions.MaxRecordBytes >> 20} MiB; split the "
                    + "document, or close the quote that opens on this line"
            );
        return Utf8Text.Fault(record.Span, records.Offset) is { } fault
            ? throw new FormatException(fault)
            : Encoding.UTF8.GetString(record.Span);
    }
}
