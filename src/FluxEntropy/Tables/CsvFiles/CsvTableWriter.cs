using System.Data;
using System.Globalization;
using System.Numerics;
using System.Text;
using Sylvan.Data.Csv;

namespace FluxEntropy.Tables.CsvFiles;

/// <summary>
/// CSV as RFC 4180 has it: a header, fields quoted where they must be, numbers in their shortest exact form, nothing where
/// there is no value; a list is a JSON array in one field.
/// </summary>
public sealed class CsvTableWriter : ITableWriter, IDisposable
{
    private readonly TextWriter _output;
    private readonly Func<string, string> _shown;
    private readonly DataTable _rows = new() { Locale = CultureInfo.InvariantCulture };
    private readonly CsvDataWriterOptions _options = new() { NewLine = "\n", WriteHeaders = true };
    private readonly char[] _buffer = new char[1 << 14];
    private readonly string[] _row;
    private int _next;

    /// <param name="output">Where it goes; stays open.</param>
    /// <param name="columns">Names of its columns.</param>
    /// <param name="shown">What is written for a text, such as what a terminal may show of it; by default the text.</param>
    public CsvTableWriter(TextWriter output, IEnumerable<string> columns, Func<string, string>? shown = null)
    {
        (_output, _shown) = (output, shown ?? (text => text));
        foreach (var column in columns)
            _rows.Columns.Add(column, typeof(string));
        _row = new string[_rows.Columns.Count];
    }

    public void Text(string? value) => Cell(value is null ? "" : _shown(value));

    public void Integer(int? value) => Cell(value?.ToString(CultureInfo.InvariantCulture) ?? "");

    public void Long(long? value) => Cell(value?.ToString(CultureInfo.InvariantCulture) ?? "");

    public void Real(float value) => Cell(float.IsFinite(value) ? value.ToString(CultureInfo.InvariantCulture) : "");

    public void Integers(ReadOnlySpan<int> values) => Cell(List(values));

    public void Reals(ReadOnlySpan<float> values) => Cell(List(values));

    public void EndRow()
    {
        _rows.Rows.Add(_row);
        _next = 0;
        Write();
    }

    public ValueTask FlushAsync() => ValueTask.CompletedTask;

    public async ValueTask FinishAsync()
    {
        Dispose();
        await _output.FlushAsync();
    }

    /// <summary>Writes the header where there was no row.</summary>
    public void Dispose()
    {
        if (_options.WriteHeaders)
            Write();
        _rows.Dispose();
    }

    private void Cell(string text) => _row[_next++] = text;

    private void Write()
    {
        using var rows = _rows.CreateDataReader();
        // Not disposed, since that would close the output; what it wrote is with the output when this returns.
        CsvDataWriter.Create(_output, _buffer, _options).Write(rows);
        _options.WriteHeaders = false;
        _rows.Clear();
    }

    private static string List<T>(ReadOnlySpan<T> values)
        where T : INumber<T>
    {
        var list = new StringBuilder("[");
        foreach (var value in values)
            list.Append(list.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $"{value}");
        return list.Append(']').ToString();
    }
}
