using static System.FormattableString;
using FluxEntropy.Benchmarks.Recovery;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class RecoverySection
{
    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<RecoveryBenchReport>(
            "recovery",
            "bench recovery",
            "Recovery",
            "A cluster whose processes are killed or suspended while threads beside it burn processor time; then scoring on saturated "
                + "cores, during which no healthy process may be evicted.",
            Rows
        );

    private static IEnumerable<FigureRow> Rows(RecoveryBenchReport report)
    {
        yield return new(
            "probes",
            Invariant($"every {report.ProbeSeconds:0.#} s, dead after {report.MissedProbes} missed; ")
                + Invariant($"{report.Burners} burning threads on {report.Cores} cores, {report.Rounds} rounds")
        );
        foreach (var fault in report.Faults)
        {
            yield return FigureRow.Of($"{fault.Fault}: documents accepted again", fault.IngestSeconds, "0.0", " s");
            yield return FigureRow.Of($"{fault.Fault}: everything scored again", fault.ScoringSeconds, "0.0", " s");
        }
        if (report.Verification is { } found)
            yield return new(
                "after all faults",
                Invariant($"{found.Counts.Documents:N0} documents: {found.Lost} lost, {found.Unexpected} unexpected, ")
                    + Invariant($"{found.Duplicated} duplicated, {found.ProblemsFound} problems")
            );
        yield return new("resumed processes that ended themselves", Invariant($"{report.WokenProcessesThatEnded}"));
        yield return new(
            Invariant($"healthy processes evicted in {report.SaturatedMinutes:0.#} minutes on saturated cores"),
            Invariant($"{report.FalseEvictions} ({report.SaturatedDocuments:N0} documents scored)")
        );
    }
}
