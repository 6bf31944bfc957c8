using static System.FormattableString;
using FluxEntropy.Benchmarks.Training;

namespace FluxEntropy.Benchmarks.Pages.Sections;

internal static class TrainingSection
{
    public static BenchmarkSection Section { get; } =
        BenchmarkSection.Of<TrainingBenchReport>(
            "training",
            "bench training",
            "Training",
            "The planner alone on one core; an external trainer that is fed through gRPC and computes for as long as a real one would; "
                + "and the built-in trainer beside a bare loop over the same model, whose data is in memory.",
            Rows
        );

    private static IEnumerable<FigureRow> Rows(TrainingBenchReport report)
    {
        var (planner, feed, trainer) = (report.Planner, report.Feed, report.Trainer);
        return
        [
            FigureRow.Of(
                Invariant($"planner, {planner.Documents:N0} documents"),
                planner.DecisionsPerSecond,
                "N0",
                " documents/s"
            ),
            FigureRow.Of(
                Invariant(
                    $"external trainer of {feed.WantedTokensPerSecond:N0} tokens/s, steps of {feed.StepTokens:N0}"
                ),
                feed.TokensPerSecond,
                "N0",
                " tokens/s"
            ),
            FigureRow.Of("share of the time it waits", feed.StarvedShare, "0.0%"),
            FigureRow.Of("external trainer that computes nothing", feed.UnlimitedTokensPerSecond, "N0", " tokens/s"),
            FigureRow.Of(
                Invariant($"built-in trainer, {trainer.Parameters:N0} parameters"),
                trainer.TrainerTokensPerSecond,
                "N0",
                " tokens/s"
            ),
            FigureRow.Of("bare loop", trainer.BareTokensPerSecond, "N0", " tokens/s"),
            FigureRow.Of("ratio", trainer.Ratio, "0.000"),
        ];
    }
}
