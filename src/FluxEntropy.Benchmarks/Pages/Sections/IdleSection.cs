using FluxEntropy.Benchmarks.Idle;
using static System.FormattableString;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class IdleSection
{
    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<IdleBenchReport>(
            "idle",
            "bench idle",
            "A server that nobody asks anything",
            "Processor time of a server whose corpora are scored, after a minute of rest, beside one without corpora.",
            report =>
                [
                    FigureRow.Of("without corpora", report.EmptyCores, "0.00", "% of a core", 0.01),
                    FigureRow.Of(Invariant($"{report.Corpora:N0} corpora"), report.Cores, "0.00", "% of a core", 0.01),
                ]
        );
}
