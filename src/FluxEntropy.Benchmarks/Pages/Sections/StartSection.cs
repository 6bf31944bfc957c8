using static System.FormattableString;
using FluxEntropy.Benchmarks.Start;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class StartSection
{
    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<StartBenchReport>(
            "start",
            "bench start",
            "Starting over a full data folder",
            "From the start of the process until it has answered a query of ranks in full, a query of scores and an ingested document; "
                + "then memory after a forced garbage collection.",
            Rows
        );

    private static IEnumerable<FigureRow> Rows(StartBenchReport report)
    {
        foreach (var size in report.Sizes)
        {
            var over = Invariant($"{size.Documents:N0} documents");
            yield return FigureRow.Of($"{over}: time", size.ServingSeconds, "0.0", " s");
            yield return FigureRow.Of($"{over}: resident memory", size.ResidentBytes, "N0", " MB", 1e6);
            yield return FigureRow.Of($"{over}: managed objects", size.ManagedBytes, "N0", " MB", 1e6);
        }
        yield return new("ratio of resident memory, most to fewest", Invariant($"{report.ResidentRatio:0.00}"));
        yield return new("ratio of managed objects, most to fewest", Invariant($"{report.ManagedRatio:0.00}"));
    }
}
