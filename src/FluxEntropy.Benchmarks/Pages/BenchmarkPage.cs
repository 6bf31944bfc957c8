using System.Text;
using FluxEntropy.Benchmarks.Pages.Sections;
using static System.FormattableString;

namespace FluxEntropy.Benchmarks.Pages;

/// <summary>The figures of docs/benchmarks.md, between two markers; the text around them is left alone.</summary>
public static class BenchmarkPage
{
    internal const string Begin = "<!-- figures: written by 'flux bench all', do not edit -->";
    internal const string End = "<!-- end of figures -->";

    /// <summary>Sections, in the order of the page.</summary>
    public static IReadOnlyList<BenchmarkSection> Sections { get; } =
    [
        ScoringSection.Section,
        PipelineSection.Section,
        DevicesSection.Section,
        StartSection.Section,
        IdleSection.Section,
        VerifySection.Section,
        TrainingSection.Section,
        ProvenanceSection.Section,
        RecoverySection.Section,
        SoakSection.Section,
    ];

    /// <summary>Measures sections, and keeps what they gave.</summary>
    /// <param name="sections">Which.</param>
    /// <param name="results">Where to keep them.</param>
    /// <param name="tell">Receives progress.</param>
    /// <param name="cancellationToken">Ends the measuring; sections that are done are kept.</param>
    /// <exception cref="IOException">A command failed.</exception>
    public static async Task MeasureAsync(
        IReadOnlyList<BenchmarkSection> sections,
        MeasurementFolder results,
        Action<string> tell,
        CancellationToken cancellationToken
    )
    {
        foreach (var section in sections)
        {
            tell($"flux {section.Command}");
            results.Write(section.Name, await MeasuringProcess.RunAsync(section.Command, cancellationToken));
        }
    }

    /// <summary>A page with the figures that were measured in place of those between its markers.</summary>
    /// <param name="page">The page as it is.</param>
    /// <param name="results">Measurements; a section without one is left out.</param>
    /// <exception cref="FormatException">The page has no markers.</exception>
    public static string Rewrite(string page, MeasurementFolder results)
    {
        var (begin, end) = (page.IndexOf(Begin, StringComparison.Ordinal), page.IndexOf(End, StringComparison.Ordinal));
        if (begin < 0 || end < begin)
            throw new FormatException(
                $"the page has no lines '{Begin}' and '{End}', between which the figures belong."
            );
        return page[..(begin + Begin.Length)] + "\n\n" + Figures(results) + page[end..];
    }

    private static string Figures(MeasurementFolder results)
    {
        var text = new StringBuilder();
        foreach (var section in Sections)
        {
            if (results.Read(section.Name) is not { } measurement)
                continue;
            text.Append($"## {section.Title}\n\n{section.Text}\n\n| figure | median (least to most) |\n|---|---|\n");
            foreach (var row in section.Rows(measurement.Report))
                text.Append($"| {row.Name} | {row.Value} |\n");
            text.Append($"\n`flux {measurement.Command}`, version {measurement.Version}, ")
                .Append(Invariant($"{measurement.Taken:yyyy-MM-dd}, on {measurement.Machine}.\n\n"));
        }
        return text.ToString();
    }
}
