using System.Globalization;
using nietras.SeparatedValues;

namespace FluxEntropy.Analysis.Reports;

/// <summary>A report's table as a CSV file.</summary>
internal static class CsvTable
{
    public static void Write(ReportTable table, string path)
    {
        using var writer = Sep.New(',')
            .Writer(options => options with { Escape = true, WriteHeader = true })
            .ToFile(path);
        foreach (var values in table.Rows)
        {
            using var row = writer.NewRow();
            for (var i = 0; i < values.Count; i++)
                row[table.Columns[i]].Set(Cell(values[i]));
        }
    }

    /// <summary>Numbers by their shortest text that reads back the same; nothing where there is none.</summary>
    private static string Cell(object? value) =>
        value switch
        {
            null => "",
            double number when double.IsNaN(number) => "",
            IFormattable number => number.ToString(null, CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };
}
