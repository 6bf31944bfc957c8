using static System.FormattableString;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Provenance;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class ProvenanceSection
{
    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<ProvenanceBenchReport>(
            "provenance",
            "bench provenance",
            "Provenance",
            "Queries from a step to its documents and from a document to its steps, one after another.",
            report =>
                [
                    new("run", Invariant($"{report.Steps:N0} steps over {report.Documents:N0} documents")),
                    new("step to documents", Text(report.StepToDocuments)),
                    new("document to steps", Text(report.DocumentToSteps)),
                ]
        );

    private static string Text(Latency latency) =>
        Invariant($"{latency.P50:0.0} ms median, {latency.P99:0.0} ms p99, {latency.Max:0.0} ms at most");
}
