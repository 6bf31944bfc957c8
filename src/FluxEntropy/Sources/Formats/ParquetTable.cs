using System.Runtime.CompilerServices;
using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>
/// Apache Parquet: one column is the text, one perhaps the id, the others are kept as metadata where they lie in no list,
/// or are lists of strings and those are asked for;
/// those within others have names such as <c>metadata.language</c>. Rows are counted from 1. Memory holds a page of each
/// column.
/// </summary>
internal sealed class ParquetTable
{
    // Older writers put 64 million rows into one group; memory holds a page whatever their number.
    private const int MaxGroupRows = 1 << 28;

    private readonly string _source;
    private readonly IReadOnlyList<IParquetField> _fields;
    private readonly TableRows _rows;

    private ParquetTable(string source, SourceOptions options, TableChoice<IParquetField> choice) =>
        (_source, _fields, _rows) = (source, choice.Fields, new(source, options, choice.Fields, choice.Unread));

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
        content.Progress.At(0);
        using var spooled = content.File is null
            ? await SpooledFile.OfAsync(content.Pipe, content.Name, cancellationToken).ConfigureAwait(false)
            : null;
        var file = content.File ?? spooled!;
        var (dataBytes, groups) = (0L, (IReadOnlyList<ParquetRowGroup>)[]);
        ParquetTable? table = null;
        SourceRejection? refused = null;
        try
        {
            (dataBytes, var metadata) = await ParquetFooter.ReadAsync(file, cancellationToken).ConfigureAwait(false);
            groups = metadata.Groups;
            table = new(content.Name, options, ParquetFields.Of(metadata.Columns, options));
        }
        catch (Exception failure) when (TableFault.IsOfTheFile(failure))
        {
            refused = new(content.Name, 0, TableFault.Reason(failure));
        }

        if (refused is not null)
            yield return refused;
        if (table is null)
            yield break;
        var rows = Math.Max(1.0, groups.Sum(group => (double)Math.Max(0, group.Rows)));
        var row = 1L;
        foreach (var group in groups)
        {
            foreach (var item in table.Group(file, dataBytes, group, row))
            {
                cancellationToken.ThrowIfCancellationRequested();
                content.Progress.At(Math.Min(1, item.Line / rows));
                yield return item;
            }

            if (group.Rows is < 0 or > MaxGroupRows)
                yield break; // which rows follow is not known
            row += group.Rows;
        }
    }

    private IEnumerable<SourceItem> Group(Stream file, long dataBytes, ParquetRowGroup group, long first)
    {
        if (group.Rows is < 0 or > MaxGroupRows)
        {
            yield return new SourceRejection(
                _source,
                first,
                $"a row group has {group.Rows:N0} rows, at most {MaxGroupRows:N0} are read; write smaller row groups"
            );
            yield break;
        }

        foreach (var field in _fields)
            field.Open(file, dataBytes, group);
        foreach (var item in _rows.Read(first, group.Rows))
            yield return item;
    }
}
