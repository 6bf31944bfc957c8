using System.Globalization;
using System.Net;
using System.Text;

namespace FluxEntropy.Analysis.Reports;

/// <summary>A report's table in its page.</summary>
internal static class HtmlTable
{
    private const int LongText = 40;

    public static void Append(StringBuilder page, ReportTable table)
    {
        if (table.Shown > 0)
            AppendRows(page, table);
        var all = table.Rows.Count > table.Shown ? $" holds all {table.Rows.Count:N0} rows" : "";
        page.Append(CultureInfo.InvariantCulture, $"<p class=\"more\">tables/{Text(table.Name)}.csv{all}</p>\n");
    }

    private static void AppendRows(StringBuilder page, ReportTable table)
    {
        var isText = table.Columns.Select((_, i) => table.Rows.Any(row => row[i] is string)).ToArray();
        string Class(int column) => isText[column] ? " class=\"text\"" : "";
        page.Append("<div class=\"wide\"><table>\n<tr>");
        for (var i = 0; i < table.Columns.Count; i++)
            page.Append($"<th{Class(i)}>{Text(table.Columns[i])}</th>");
        page.Append("</tr>\n");
        foreach (var row in table.Rows.Take(table.Shown))
        {
            page.Append("<tr>");
            for (var i = 0; i < row.Count; i++)
            {
                var @class = row[i] is string { Length: > LongText } ? " class=\"text long\"" : Class(i);
                page.Append($"<td{@class}>{Text(NumberText.OfCell(row[i]))}</td>");
            }
            page.Append("</tr>\n");
        }
        page.Append("</table></div>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
