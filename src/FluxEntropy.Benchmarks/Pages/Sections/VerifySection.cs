using static System.FormattableString;
using FluxEntropy.Benchmarks.Verify;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class VerifySection
{
    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<VerifyBenchReport>(
            "verify",
            "bench verify",
            "Verification",
            "`flux verify` over a stopped data folder.",
            report =>
                [
                    FigureRow.Of(Invariant($"{report.Documents:N0} documents"), report.Seconds, "0.0", " s"),
                    new("rate", Invariant($"{report.DocumentsPerSecond:N0} documents/s")),
                    new("peak memory", Invariant($"{report.PeakResidentBytes / 1e6:N0} MB")),
                ]
        );
}
