using System.Globalization;
using System.Net;
using System.Text;

namespace FluxEntropy.Analysis.Reports;

/// <summary>A report as one page that needs nothing beside it.</summary>
internal static class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light; --ink: #1b1f24; --soft: #59636e; --line: #d8dee4; }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 62rem; padding: 2.5rem 1.5rem 5rem; color: var(--ink); background: #fff; font: 16px/1.55 system-ui, "DejaVu Sans", sans-serif; }
        h1 { font-size: 1.7rem; line-height: 1.25; margin: 0 0 1rem; }
        h2 { font-size: 1.2rem; margin: 3rem 0 .4rem; padding-top: 1.2rem; border-top: 1px solid var(--line); }
        p { max-width: 46rem; margin: .4rem 0 1rem; }
        ul.answers { padding: 1rem 1rem 1rem 2.2rem; margin: 0; background: #eef4fb; border-radius: .5rem; }
        ul.warnings { padding: 1rem 1rem 1rem 2.2rem; margin: 1rem 0; background: #fff5e0; border-radius: .5rem; }
        li { margin: .2rem 0; }
        figure { margin: 1.2rem 0 1.8rem; }
        figure img { max-width: 100%; height: auto; display: block; }
        figcaption, .more { color: var(--soft); font-size: .88rem; margin-top: .3rem; max-width: 46rem; }
        .wide { overflow-x: auto; }
        table { border-collapse: collapse; font-size: .85rem; margin: .6rem 0; font-variant-numeric: tabular-nums; }
        th, td { padding: .28rem .7rem; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
        th { font-weight: 600; } td.text, th.text { text-align: left; } td.long { white-space: normal; min-width: 20rem; }
        pre { background: #f6f8fa; padding: 1rem; border-radius: .5rem; overflow-x: auto; font: 13px/1.4 "DejaVu Sans Mono", ui-monospace, monospace; }
        .heat { line-height: 2; font: 15px/2 "DejaVu Sans Mono", ui-monospace, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        .heat span { padding: .15rem 0; border-radius: .15rem; }
        footer { margin-top: 4rem; color: var(--soft); font-size: .85rem; }
        """;

    private const int LongText = 40;

    public static string Of(Report report)
    {
        var page = new StringBuilder();
        page.Append(
            $"<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n<title>{Text(report.Title)}</title>\n<style>\n{Style}\n</style>\n</head>\n<body>\n"
        );
        page.Append($"<h1>{Text(report.Title)}</h1>\n");
        List(page, "answers", report.Answers);
        List(page, "warnings", report.Warnings);
        foreach (var section in report.Sections)
            Add(page, section);
        page.Append(
            "<footer>FluxEntropy. Every picture lies beside this page as PNG and SVG, every table as CSV, all numbers in results.json.</footer>\n</body>\n</html>\n"
        );
        return page.ToString();
    }

    private static void Add(StringBuilder page, Section section)
    {
        page.Append($"<h2>{Text(section.Title)}</h2>\n<p>{Text(section.Text)}</p>\n");
        // Running text shows what the picture beside it does, and can be pointed at.
        foreach (var picture in section.Heat.Count > 0 ? [] : section.Pictures)
        {
            var data = Convert.ToBase64String(picture.Png());
            page.Append(
                $"<figure><img src=\"data:image/png;base64,{data}\" width=\"{picture.Width}\" height=\"{picture.Height}\" alt=\"{Text(picture.Caption)}\"><figcaption>{Text(picture.Caption)}</figcaption></figure>\n"
            );
        }
        foreach (var heat in section.Heat)
            Add(page, heat);
        foreach (var text in section.Preformatted)
            page.Append($"<pre>{Text(text)}</pre>\n");
        foreach (var table in section.Tables)
            Add(page, table);
    }

    private static void Add(StringBuilder page, HeatText heat)
    {
        page.Append("<div class=\"heat\">");
        foreach (var (text, value) in heat.Tokens)
        {
            var (background, ink) = Pictures.Colours.Heat(double.IsNaN(value) ? double.NaN : value / heat.Maximum);
            page.Append(
                $"<span style=\"background:{background.ToHex()};color:{ink.ToHex()}\" title=\"{Text(text)}: {Number(value)}\">{Text(text)}</span>"
            );
        }
        page.Append($"</div>\n<p class=\"more\">{Text(heat.Caption)}</p>\n");
    }

    private static void Add(StringBuilder page, ReportTable table)
    {
        if (table.Shown > 0)
            AddRows(page, table);
        page.Append(
            CultureInfo.InvariantCulture,
            $"<p class=\"more\">tables/{Text(table.Name)}.csv{(table.Rows.Count > table.Shown ? $" holds all {table.Rows.Count:N0} rows" : "")}</p>\n"
        );
    }

    private static void AddRows(StringBuilder page, ReportTable table)
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
                page.Append(
                    $"<td{(row[i] is string { Length: > LongText } ? " class=\"text long\"" : Class(i))}>{Text(Cell(row[i]))}</td>"
                );
            page.Append("</tr>\n");
        }
        page.Append("</table></div>\n");
    }

    private static void List(StringBuilder page, string @class, IReadOnlyList<string> items)
    {
        if (items.Count > 0)
            page.Append(
                $"<ul class=\"{@class}\">\n{string.Concat(items.Select(item => $"<li>{Text(item)}</li>\n"))}</ul>\n"
            );
    }

    private static string Cell(object? value) =>
        value switch
        {
            null => "–",
            double number => Number(number),
            int or long => Convert
                .ToInt64(value, CultureInfo.InvariantCulture)
                .ToString("N0", CultureInfo.InvariantCulture),
            _ => value.ToString() ?? "",
        };

    /// <summary>Four significant digits, as a person reads a number.</summary>
    internal static string Number(double number) =>
        number switch
        {
            double.NaN => "–",
            0 => "0",
            _ when Math.Abs(number) is >= 1e5 or < 1e-4 => number
                .ToString("0.###e-0", CultureInfo.InvariantCulture)
                .Replace("e-", "e−"),
            _ => number.ToString(
                Math.Abs(number) >= 1000 ? "0"
                    : Math.Abs(number) >= 100 ? "0.0"
                    : Math.Abs(number) >= 10 ? "0.00"
                    : Math.Abs(number) >= 0.1 ? "0.000"
                    : "0.00000",
                CultureInfo.InvariantCulture
            ),
        };

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
