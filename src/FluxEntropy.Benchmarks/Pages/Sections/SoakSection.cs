using static System.FormattableString;
using FluxEntropy.Benchmarks.Soak;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class SoakSection
{
    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<SoakReport>(
            "soak",
            "soak",
            "Soak",
            "A cluster is kept busy while its processes are killed and suspended at random. Memory is a trend with its 95% interval, "
                + "over processes that were never hit.",
            Rows
        );

    private static IEnumerable<FigureRow> Rows(SoakReport report)
    {
        yield return new("length", Invariant($"{report.Minutes:0.#} minutes, seed {report.Seed}"));
        yield return new("faults", string.Join(", ", report.Faults.Select(fault => $"{fault.Value} × {fault.Key}")));
        yield return new(
            "documents",
            Invariant($"{report.AcceptedDocuments:N0} accepted: {report.Lost} lost, {report.Unexpected} unexpected, ")
                + Invariant($"{report.Duplicated} duplicated")
        );
        yield return new("training", Invariant($"{report.TrainedSteps:N0} steps, replayed"));
        foreach (var process in report.Memory)
        {
            yield return new(
                $"{process.Process}: resident memory",
                Text(process.ResidentMegabytesAMinute, "MB a minute")
            );
            yield return new($"{process.Process}: tensors", Text(process.TensorsAMinute, "a minute"));
        }
    }

    private static string Text(Trend? trend, string unit) =>
        trend is null
            ? "too few samples for a trend"
            : Invariant($"{trend.Slope:+0.00;−0.00;0.00} {unit} ({trend.Low:0.00} to {trend.High:0.00})");
}
