using static System.FormattableString;
using FluxEntropy.Benchmarks.Pipeline;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class PipelineSection
{
    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<PipelineBenchReport>(
            "pipeline",
            "bench pipeline",
            "The server beside the bare engine",
            "The demo's documents, scored with the model that ships by the bare engine and by the server (already ingested; from the "
                + "first lease to the last published file), alternating.",
            Rows
        );

    private static IEnumerable<FigureRow> Rows(PipelineBenchReport report) =>
        [
            new("work", Invariant($"{report.Documents:N0} documents, {report.Tokens:N0} tokens on {report.Device}")),
            FigureRow.Of("bare engine", report.BareTokensPerSecond, "N0", " tokens/s"),
            FigureRow.Of("server", report.ServerTokensPerSecond, "N0", " tokens/s"),
            new(
                "ratio of the medians (single rounds)",
                Invariant($"{report.Ratio:0.000} ({report.RoundRatios.Min:0.000} to {report.RoundRatios.Max:0.000})")
            ),
        ];
}
