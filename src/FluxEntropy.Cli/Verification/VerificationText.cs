using FluxEntropy.Cli.Output;
using FluxEntropy.Verification;
using Spectre.Console;

namespace FluxEntropy.Cli.Verification;

/// <summary>What a verification found, for people and for scripts.</summary>
internal static class VerificationText
{
    private const int ProblemsShown = 20;

    public static object Json(VerificationReport report) =>
        new
        {
            sound = report.IsSound,
            report.Lost,
            report.Unexpected,
            report.Duplicated,
            report.ProblemsFound,
            report.Problems,
            report.Counts,
            report.Replays,
        };

    public static void Write(Terminal terminal, VerificationReport report, bool expected, TimeSpan elapsed)
    {
        var counts = report.Counts;
        Facts.Write(
            terminal.Data,
            report.IsSound
                ? $"Sound, in {Units.Duration(elapsed)}"
                : $"{Units.Count(report.ProblemsFound, "problem")} found, in {Units.Duration(elapsed)}",
            [
                ("lost", $"{report.Lost:N0}"),
                ("unexpected", $"{report.Unexpected:N0}"),
                ("duplicated", $"{report.Duplicated:N0}"),
                (
                    "documents",
                    $"{counts.Documents:N0} in {Units.Count(counts.Corpora, "corpus", "corpora")}: "
                        + $"{counts.Indexed:N0} scored, {counts.Pending:N0} pending; "
                        + $"{counts.Deleted:N0} deleted, {counts.Quarantined:N0} records set aside"
                ),
                (
                    "expected",
                    expected
                        ? $"{counts.Expected:N0} acknowledged; {counts.NotExpected:N0} more are there"
                        : "not compared: give --expect FILE"
                ),
                (
                    "files",
                    $"{Units.Count(counts.Segments, "segment")}, {Units.Count(counts.ScoreFiles, "score file")}, "
                        + Units.Count(counts.RunEntries, "run entry", "run entries")
                ),
                (
                    "sessions",
                    report.Replays.Count == 0
                        ? "none"
                        : string.Join(
                            ", ",
                            report.Replays.Select(replay =>
                                $"{replay.Name} ({Units.Count(replay.Steps, "step")} replayed)"
                            )
                        )
                ),
            ]
        );
        WriteProblems(terminal, report);
    }

    public static void WriteProblems(Terminal terminal, VerificationReport report)
    {
        foreach (var problem in report.Problems.Take(ProblemsShown))
            terminal.Data.MarkupLine(
                $"  [red]{Markup.Escape(problem.Kind)}[/] {Markup.Escape(problem.Where)}: {Markup.Escape(problem.What)}"
            );
        if (report.ProblemsFound > ProblemsShown)
            terminal.Data.WriteLine($"  and {report.ProblemsFound - ProblemsShown:N0} more; --json lists up to 1,000");
    }
}
