using System.Net;
using System.Text;
using FluxEntropy.Analysis.Pictures;

namespace FluxEntropy.Analysis.Reports;

/// <summary>A report as one self-contained page.</summary>
internal static class HtmlPage
{
    public static string Of(Report report)
    {
        var page = new StringBuilder();
        page.Append("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n")
            .Append("<meta name=\"viewport\" content=\"width=device-width\">\n")
            .Append($"<title>{Text(report.Title)}</title>\n<style>\n{HtmlStyle.Css}\n</style>\n</head>\n<body>\n")
            .Append($"<h1>{Text(report.Title)}</h1>\n");
        Append(page, "answers", report.Answers);
        Append(page, "warnings", report.Warnings);
        foreach (var section in report.Sections)
            Append(page, section);
        page.Append("<footer>FluxEntropy. Every picture lies beside this page as PNG and SVG, every table as CSV, ")
            .Append("all numbers in results.json.</footer>\n</body>\n</html>\n");
        return page.ToString();
    }

    private static void Append(StringBuilder page, Section section)
    {
        page.Append($"<h2>{Text(section.Title)}</h2>\n<p>{Text(section.Text)}</p>\n");
        // Running text shows what the picture beside it does, and its tokens can be pointed at.
        foreach (var picture in section.Heat.Count > 0 ? [] : section.Pictures)
            Append(page, picture);
        foreach (var heat in section.Heat)
            Append(page, heat);
        foreach (var text in section.Preformatted)
            page.Append($"<pre>{Text(text)}</pre>\n");
        foreach (var table in section.Tables)
            HtmlTable.Append(page, table);
    }

    private static void Append(StringBuilder page, Picture picture)
    {
        var (data, caption) = (Convert.ToBase64String(picture.Png()), Text(picture.Caption));
        page.Append($"<figure><img src=\"data:image/png;base64,{data}\" width=\"{picture.Width}\" ")
            .Append($"height=\"{picture.Height}\" alt=\"{caption}\"><figcaption>{caption}</figcaption></figure>\n");
    }

    private static void Append(StringBuilder page, HeatText heat)
    {
        page.Append("<div class=\"heat\">");
        foreach (var (text, value) in heat.Tokens)
        {
            var (background, ink) = Colours.Heat(double.IsNaN(value) ? double.NaN : value / heat.Maximum);
            page.Append($"<span style=\"background:{background.ToHex()};color:{ink.ToHex()}\" ")
                .Append($"title=\"{Text(text)}: {NumberText.Of(value)}\">{Text(text)}</span>");
        }
        page.Append($"</div>\n<p class=\"more\">{Text(heat.Caption)}</p>\n");
    }

    private static void Append(StringBuilder page, string @class, IReadOnlyList<string> items)
    {
        if (items.Count == 0)
            return;
        page.Append($"<ul class=\"{@class}\">\n");
        foreach (var item in items)
            page.Append($"<li>{Text(item)}</li>\n");
        page.Append("</ul>\n");
    }

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
