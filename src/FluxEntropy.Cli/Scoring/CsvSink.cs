using System.Globalization;
using System.Numerics;
using System.Text;
using FluxEntropy.Cli.Output;
using nietras.SeparatedValues;

namespace FluxEntropy.Cli.Scoring;

/// <summary>
/// CSV as RFC 4180 has it: a header, fields quoted where they must be, numbers in their shortest exact form, nothing where
/// there is no value; a list is a JSON array in one field.
/// </summary>
/// <param name="output">Where it goes; stays open.</param>
/// <param name="fields">Its columns.</param>
/// <param name="printable">Whether a terminal shows it, which a text must not steer.</param>
internal sealed class CsvSink(TextWriter output, IReadOnlyList<Field> fields, bool printable) : IRowSink
{
    private readonly SepWriter _writer = Sep.New(',')
        .Writer(options => options with { Escape = true, WriteHeader = true })
        .To(output, leaveOpen: true);
    private readonly string[] _row = new string[fields.Count];
    private int _next;
    private bool _any;

    public void Text(string? value) =>
        Add(
            value is null ? ""
            : printable ? Printable.Line(value)
            : value
        );

    public void Integer(int? value) => Add(value?.ToString(CultureInfo.InvariantCulture) ?? "");

    public void Real(float value) => Add(float.IsFinite(value) ? value.ToString(CultureInfo.InvariantCulture) : "");

    public void Integers(ReadOnlySpan<int> values) => Add(List(values));

    public void Reals(ReadOnlySpan<float> values) => Add(List(values));

    public void EndRow()
    {
        using (var row = _writer.NewRow())
        {
            for (var i = 0; i < _row.Length; i++)
                row[fields[i].Name].Set(_row[i]);
        }

        _writer.Flush();
        (_next, _any) = (0, true);
    }

    public ValueTask FlushAsync() => ValueTask.CompletedTask;

    public async ValueTask FinishAsync()
    {
        if (!_any)
            _writer.Header.Add(fields.Select(field => field.Name).ToArray());
        _writer.Dispose();
        await output.FlushAsync();
    }

    private void Add(string cell) => _row[_next++] = cell;

    private static string List<T>(ReadOnlySpan<T> values)
        where T : INumber<T>
    {
        var list = new StringBuilder("[");
        foreach (var value in values)
            list.Append(list.Length > 1 ? "," : "").Append(CultureInfo.InvariantCulture, $"{value}");
        return list.Append(']').ToString();
    }
}
