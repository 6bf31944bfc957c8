using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace FluxEntropy.Analysis.Reports;

/// <summary>
/// A report as files: <c>index.html</c>, one page with everything in it; <c>results.json</c>; <c>pictures/NAME.png</c>
/// and <c>.svg</c>;
/// <c>tables/NAME.csv</c>.
/// </summary>
public static class ReportFolder
{
    private static readonly JsonSerializerOptions Format = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>
    /// Numbers as the JSON of <c>results.json</c>: names in snake_case, what is not finite as "NaN", "Infinity" and
    /// "-Infinity".
    /// </summary>
    public static string Json(object numbers) => JsonSerializer.Serialize(numbers, Format);

    /// <summary>
    /// Whether the machine has a font for the words of pictures; without one, install for instance fonts-dejavu-core.
    /// </summary>
    public static bool CanWriteOnPictures => Pictures.Typefaces.HasAny;

    /// <summary>Writes the files; those of the same names are replaced, others stay.</summary>
    /// <returns>Characters in pictures that no font of the machine has; boxes stand for them.</returns>
    /// <exception cref="IOException">The folder cannot be written to.</exception>
    public static IReadOnlyList<string> Write(Report report, string folder)
    {
        var pictures = report.Sections.SelectMany(section => section.Pictures).ToList();
        var tables = report.Sections.SelectMany(section => section.Tables).ToList();
        Directory.CreateDirectory(Path.Combine(folder, "tables"));
        Directory.CreateDirectory(Path.Combine(folder, "pictures"));
        foreach (var picture in pictures)
        {
            File.WriteAllBytes(Path.Combine(folder, "pictures", $"{picture.Name}.png"), picture.Png());
            File.WriteAllText(Path.Combine(folder, "pictures", $"{picture.Name}.svg"), picture.Svg());
        }
        foreach (var table in tables)
            CsvTable.Write(table, Path.Combine(folder, "tables", $"{table.Name}.csv"));
        File.WriteAllText(Path.Combine(folder, "results.json"), Json(report.Numbers) + "\n");
        foreach (var (name, content) in report.Files)
            File.WriteAllText(Path.Combine(folder, name), Json(content) + "\n");
        // The page comes last: where there is one, everything that it speaks of is there.
        File.WriteAllText(
            Path.Combine(folder, "index.html"),
            HtmlPage.Of(report),
            new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)
        );
        return [.. pictures.SelectMany(picture => picture.Missing).Distinct().Order(StringComparer.Ordinal)];
    }
}
