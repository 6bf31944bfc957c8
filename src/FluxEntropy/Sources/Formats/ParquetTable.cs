using System.Runtime.CompilerServices;
using FluxEntropy.Tables.ParquetFiles;
using Parquet;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// Apache Parquet: one column is the text, one perhaps the id, the others that are not nested are kept as metadata. Rows
/// are counted from 1. Memory holds those columns of one row group.
/// </summary>
internal sealed class ParquetTable
{
    private const int MaxGroupRows = 1 << 22;
    private const int MaxGroupValues = 1 << 26;
    private const long MaxGroupBytes = 2L << 30;

    private static readonly ParquetOptions Kinds = new() { UseDateOnlyTypeForDates = true };

    private readonly string _source;
    private readonly ParquetStream _file;
    private readonly long _dataBytes;
    private readonly SourceOptions _options;
    private readonly IReadOnlyList<ParquetColumn> _columns;

    private ParquetTable(
        string source,
        ParquetStream file,
        long dataBytes,
        SourceOptions options,
        IReadOnlyList<ParquetColumn> columns
    ) => (_source, _file, _dataBytes, _options, _columns) = (source, file, dataBytes, options, columns);

    /// <summary>Reads a file; what cannot be sought in is kept in a temporary file meanwhile.</summary>
    /// <param name="content">The file.</param>
    /// <param name="options">Which columns to take for what.</param>
    /// <param name="cancellationToken">Stops between rows and reads.</param>
    public static async IAsyncEnumerable<SourceItem> ReadAsync(
        SourceContent content,
        SourceOptions options,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        var (source, progress) = (content.Name, content.Progress);
        progress.At(0);
        using var spooled = content.File is null
            ? await SpooledFile.OfAsync(content.Pipe, source, cancellationToken).ConfigureAwait(false)
            : null;
        var file = content.File ?? spooled!;
        ParquetReader? reader = null;
        ParquetTable? table = null;
        SourceRejection? refused = null;
        try
        {
            var (dataBytes, tail) = await ParquetFooter.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            var stream = new ParquetStream(file, dataBytes, tail, failure =>
                SourceUnreadableException.Of(source, failure)
            );
            reader = await ParquetReader
                .CreateAsync(stream, Kinds, cancellationToken: cancellationToken)
                .ConfigureAwait(false);
            table = new(source, stream, dataBytes, options, Columns(reader, options));
        }
        catch (Exception failure) when (IsOfTheFile(failure))
        {
            refused = new(source, 0, Reason(failure));
        }

        if (refused is not null)
            yield return refused;
        if (table is null)
            yield break;
        var rows = reader!.RowGroups.Sum(group => Math.Max(0, group.RowCount));
        var row = 1L;
        foreach (var group in reader.RowGroups)
        {
            var last = row + group.RowCount - 1;
            if (await table.FaultAsync(group, row, cancellationToken).ConfigureAwait(false) is { } fault)
            {
                yield return fault;
                if (group.RowCount < 0)
                    yield break;
                row = last + 1;
            }

            for (; row <= last; row++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                progress.At((double)row / rows);
                yield return table.Row(row);
            }
        }
    }

    private static List<ParquetColumn> Columns(ParquetReader reader, SourceOptions options)
    {
        var texts = ParquetColumn.TakeStringsAsBytes(reader.Metadata!.Schema);
        var fields = reader.Schema.Fields;
        var columns = fields.Select(ParquetColumn.Of).OfType<ParquetColumn>().ToList();
        if (columns.GroupBy(column => column.Name).FirstOrDefault(names => names.Count() > 1) is { } twice)
            throw new FormatException($"two columns are named \"{twice.Key}\"; give each a name of its own");
        if (options.TextField is { } text)
        {
            if (fields.All(field => field.Name != text))
                throw new FormatException(TableColumns.Missing(text, [.. fields.Select(field => field.Name)]));
            if (columns.FirstOrDefault(column => column.Name == text) is not { IsText: true })
                throw new FormatException(
                    $"column \"{text}\" does not hold strings; name the one that does with --text-field"
                );
        }
        if (columns.FirstOrDefault(column => column.Name == options.IdField) is { IsText: false, IsInteger: false })
            throw new FormatException(
                $"column \"{options.IdField}\" holds neither strings nor whole numbers; name another with --id-field"
            );
        // Bytes that are not declared to be text are an image or the like, and no metadata.
        return
        [
            .. columns.Where(column =>
                !column.IsText
                || texts.Contains(column.Name)
                || column.Name == options.TextField
                || column.Name == options.IdField
            ),
        ];
    }

    /// <summary>Reads a row group; what is wrong with it, where it cannot be read.</summary>
    private async ValueTask<SourceRejection?> FaultAsync(
        ParquetRowGroupReader group,
        long row,
        CancellationToken cancellationToken
    )
    {
        try
        {
            if (group.RowCount is < 0 or > MaxGroupRows || group.RowCount * _columns.Count > MaxGroupValues)
                throw new FormatException(
                    $"a row group has {group.RowCount:N0} rows in {_columns.Count:N0} columns, at "
                        + $"most {MaxGroupRows:N0} rows and {MaxGroupValues:N0} values are read; write "
                        + "smaller row groups"
                );
            CheckPages(group);
            foreach (var column in _columns)
                await column.ReadAsync(group, cancellationToken).ConfigureAwait(false);
            return null;
        }
        catch (Exception failure) when (IsOfTheFile(failure))
        {
            return new(_source, row, $"{group.RowCount:N0} rows from here on cannot be read: {Reason(failure)}");
        }
    }

    private void CheckPages(ParquetRowGroupReader group)
    {
        var bytes = 0L;
        foreach (var column in _columns)
        {
            var chunk = group.GetMetadata(column.Field)?.MetaData;
            if (chunk?.NumValues != group.RowCount)
                throw new FormatException(
                    $"it is damaged: column \"{column.Name}\" has {chunk?.NumValues ?? 0:N0} values"
                );
            bytes += ParquetPages.Check(_file, _dataBytes, chunk, column.Field.MaxDefinitionLevel > 0);
        }

        if (bytes > MaxGroupBytes)
            throw new FormatException(
                $"they have {bytes:N0} bytes, at most {MaxGroupBytes >> 30} GiB are read at a time; write smaller row groups"
            );
    }

    private SourceItem Row(long row)
    {
        var text = _options.TextField is null ? "" : null;
        string? id = null;
        FormatException? wrong = null;
        var metadata = new Dictionary<string, string>();
        foreach (var column in _columns)
        {
            try
            {
                var value = column.Next();
                if (column.Name == _options.TextField)
                    text = value;
                else if (column.Name == _options.IdField)
                    id = value is null ? null : RecordId.Checked(value, $"column \"{column.Name}\"");
                else if (value is not null)
                    metadata.Add(column.Name, value);
            }
            catch (FormatException fault)
            {
                // The other columns must reach the next row all the same.
                wrong ??= fault;
            }
        }

        if (wrong is not null)
            return new SourceRejection(_source, row, wrong.Message);
        return text is { Length: > 0 } || _options.TextField is null
            ? new SourceDocument(id ?? $"{_source}#{row}", text!, metadata, _source, row)
            : new SourceRejection(
                _source,
                row,
                $"the document is empty: column \"{_options.TextField}\" is {(text is null ? "null" : "\"\"")}"
            );
    }

    /// <summary>Whatever the library meets in a damaged file, of whichever kind, is the file's fault; the disk's is not.</summary>
    private static bool IsOfTheFile(Exception failure) =>
        failure is not (OperationCanceledException or SourceUnreadableException);

    private static string Reason(Exception failure) =>
        failure switch
        {
            FormatException => failure.Message,
            OutOfMemoryException => "they do not fit the memory; write smaller row groups",
            NotSupportedException or ParquetException =>
                $"it is damaged, or written in a way that is not read ({failure.Message})",
            _ => $"it is damaged ({failure.GetType().Name}: {failure.Message})",
        };
}
