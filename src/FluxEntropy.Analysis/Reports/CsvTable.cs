using System.Globalization;
using FluxEntropy.Tables.CsvFiles;

namespace FluxEntropy.Analysis.Reports;

/// <summary>A report's table as a CSV file.</summary>
internal static class CsvTable
{
    public static void Write(ReportTable table, string path)
    {
        using var output = new StreamWriter(path);
        using var writer = new CsvTableWriter(output, table.Columns);
        foreach (var values in table.Rows)
        {
            foreach (var value in values)
                writer.Text(Cell(value));
            writer.EndRow();
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
