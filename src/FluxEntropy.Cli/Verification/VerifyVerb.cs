using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Verification;
using Spectre.Console;

namespace FluxEntropy.Cli.Verification;

internal sealed class VerifyVerb : Verb
{
    private const int ProblemsShown = 20;

    private readonly Option<string> _data = new("--data")
    {
        Description = "Data folder whose server has stopped",
        HelpName = "DIR",
        Required = true,
    };
    private readonly Option<string?> _expect = new("--expect")
    {
        Description =
            "What 'flux ingest' and 'flux delete' recorded with --acknowledged FILE: all of it must be there, and nothing deleted any more",
        HelpName = "FILE",
    };
    private readonly Option<bool> _complete = new("--complete")
    {
        Description = "With --expect: the file names all that was ever sent, so that any other document is unexpected",
    };

    public VerifyVerb()
        : base("verify", "Check a stopped data folder: nothing lost, nothing twice, every plan replayed")
    {
        Take(_data, _expect, _complete, SharedOptions.Json);
        Examples =
        [
            new("verify --data flux-data", "files against each other; exit code 1 and a list where something is wrong"),
            new("verify --data flux-data --expect acknowledged.jsonl", "also against what a client saw acknowledged"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var clock = Stopwatch.StartNew();
        var expected = arguments.GetValue(_expect);
        VerificationReport report;
        await using (new Meter(terminal, "Verifying", () => new(0, null, Units.Duration(clock.Elapsed))))
            report = await StoppedFolder.VerifyAsync(
                arguments.GetRequiredValue(_data),
                expected,
                arguments.GetValue(_complete),
                cancellationToken
            );
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(Json(report));
        else
            Write(terminal, report, expected is not null, clock.Elapsed);
        return report.IsSound ? 0 : 1;
    }

    private static object Json(VerificationReport report) =>
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

    private static void Write(Terminal terminal, VerificationReport report, bool expected, TimeSpan elapsed)
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
                    $"{counts.Documents:N0} in {Units.Count(counts.Corpora, "corpus", "corpora")}: {counts.Indexed:N0} scored, {counts.Pending:N0} pending; {counts.Deleted:N0} deleted, {counts.Quarantined:N0} records set aside"
                ),
                (
                    "expected",
                    expected
                        ? $"{counts.Expected:N0} acknowledged; {counts.NotExpected:N0} more are there"
                        : "not compared: give --expect FILE"
                ),
                (
                    "files",
                    $"{Units.Count(counts.Segments, "segment")}, {Units.Count(counts.ScoreFiles, "score file")}, {Units.Count(counts.RunEntries, "run entry", "run entries")}"
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
        foreach (var problem in report.Problems.Take(ProblemsShown))
            terminal.Data.MarkupLine(
                $"  [red]{Markup.Escape(problem.Kind)}[/] {Markup.Escape(problem.Where)}: {Markup.Escape(problem.What)}"
            );
        if (report.ProblemsFound > ProblemsShown)
            terminal.Data.WriteLine($"  and {report.ProblemsFound - ProblemsShown:N0} more; --json lists up to 1,000");
    }
}
