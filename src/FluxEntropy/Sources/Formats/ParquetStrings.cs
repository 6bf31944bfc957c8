using System.Text.Encodings.Web;
using System.Text.Json;
using FluxEntropy.Tables.ParquetFiles;

namespace FluxEntropy.Sources.Formats;

/// <summary>A column that is a list of strings, as a JSON array of them.</summary>
internal sealed class ParquetStrings : IParquetField
{
    private static readonly JsonSerializerOptions Format = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };
    private readonly ParquetColumn _column;
    private readonly int _index;
    private ParquetList? _list;

    private ParquetStrings(ParquetColumn column, int index) =>
        (Name, _column, _index) = (string.Join('.', Outer(column)), column, index);

    public string Name { get; }

    public string? Damage { get; private set; }

    /// <summary>The lists of strings among columns; a list of structures is none.</summary>
    public static IEnumerable<ParquetStrings> Of(IReadOnlyList<ParquetColumn> columns) =>
        columns
            .Select((column, i) => (Column: column, Index: i))
            .GroupBy(place => string.Join('.', Outer(place.Column)))
            .Where(group => group.Count() == 1)
            .Select(group => group.First())
            .Where(place => place.Column.MaxRepetition == 1 && new ParquetField(place.Column, place.Index).IsText)
            .Select(place => new ParquetStrings(place.Column, place.Index));

    public void Open(Stream file, long dataBytes, ParquetRowGroup group)
    {
        (Damage, _list) = (null, null);
        if (_index >= group.Chunks.Count)
            Damage = "it is damaged: the row group has fewer columns than the table";
        else
            _list = new(_column, new(file, dataBytes, _column, group.Chunks[_index]));
    }

    public string? Next()
    {
        if (Damage is not null)
            return null;
        try
        {
            return JsonSerializer.Serialize(_list!.NextRow(), Format);
        }
        catch (Exception failure) when (failure is not FormatException && TableFault.IsOfTheFile(failure))
        {
            Damage = TableFault.Reason(failure);
            return null;
        }
    }

    // What a list is called: the group that repeats below it, and what lies in that, only hold its elements.
    private static IEnumerable<string> Outer(ParquetColumn column) =>
        column.MaxRepetition == 1 && column.Path.Count > 2 ? column.Path.SkipLast(2) : column.Path;
}
