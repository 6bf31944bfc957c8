using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Curricula;

/// <summary>What a curriculum would serve, for people and for scripts.</summary>
internal static class CurriculumPreviewText
{
    private const int Parts = 5;

    /// <summary>Documents, dry bins, and the shares of the bins in five parts of the steps.</summary>
    public static void Write(Terminal terminal, CurriculumSpec curriculum, PreviewCurriculumResponse preview)
    {
        Facts.Write(
            terminal.Data,
            $"steps {preview.FromStep:N0} to {preview.FromStep + (ulong)preview.Steps.Count:N0}",
            [
                ("schedule", CurriculumText.Of(curriculum)),
                ("documents", $"{preview.Documents:N0}, {preview.RepeatedDocuments:N0} of them served before"),
                (
                    "runs dry",
                    preview.DryBins.Count == 0
                        ? "no bin"
                        : string.Join(", ", preview.DryBins.Select(dry => $"bin {dry.Bin + 1} at step {dry.Step:N0}"))
                ),
                .. preview.HasStopsAt
                    ? [("stops", $"before step {preview.StopsAt:N0}, where a bin runs dry")]
                    : Array.Empty<(string, string)>(),
                .. preview.Notes.Select(note => ("note", note)),
            ]
        );
        var from = preview.FromStep;
        foreach (var part in preview.Steps.Chunk((preview.Steps.Count + Parts - 1) / Parts))
        {
            terminal.Data.MarkupLine($"  [bold]steps {from:N0} to {from + (ulong)part.Length:N0}[/]");
            CurriculumText.WriteShares(
                terminal.Data,
                [.. Enumerable.Range(0, part[0].Shares.Count).Select(bin => part.Average(step => step.Shares[bin]))]
            );
            from += (ulong)part.Length;
        }
    }

    /// <summary>Why there is nothing to show.</summary>
    public static string Nothing(PreviewCurriculumResponse preview) =>
        preview.HasStopsAt ? $"The run would stop at once, before step {preview.StopsAt:N0}: a bin is dry."
        : preview.Snapshot.Length == 0 ? string.Join(" ", preview.Notes)
        : "The run is already planned to its end.";

    public static object Json(string session, PreviewCurriculumResponse preview) =>
        new
        {
            session,
            preview.FromStep,
            steps = preview.Steps.Select(step => step.Shares),
            preview.Documents,
            preview.RepeatedDocuments,
            dryBins = preview.DryBins.Select(dry => new { bin = dry.Bin + 1, dry.Step }),
            stopsAt = preview.HasStopsAt ? preview.StopsAt : (ulong?)null,
            preview.Snapshot,
            notes = preview.Notes,
        };
}
