using System.CommandLine;
using FluxEntropy.Benchmarks.Soak;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using Spectre.Console;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class SoakVerb : Verb
{
    private readonly Option<double> _minutes = new("--minutes")
    {
        Description = "How long",
        HelpName = "N",
        DefaultValueFactory = _ => 30,
    };
    private readonly Option<double> _warmUp = new("--warm-up")
    {
        Description = "Minutes before memory is looked at",
        HelpName = "N",
        DefaultValueFactory = _ => 5,
    };
    private readonly Option<int> _seed = new("--seed")
    {
        Description = "Decides which process is hit, how and when",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<int> _rate = new("--documents-per-second")
    {
        Description = "Documents offered",
        HelpName = "N",
        DefaultValueFactory = _ => 40,
    };

    public SoakVerb()
        : base(
            "soak",
            "Keep a cluster on this machine busy while its processes are killed and stopped at random, then verify it"
        )
    {
        _minutes.Validators.Add(
            OptionParsers.Validator<double>(
                (result, minutes) =>
                {
                    if (minutes is not (>= 0.5 and <= 10_000))
                        result.AddError("--minutes: expected 0.5 to 10000");
                }
            )
        );
        _rate.Validators.Add(OptionParsers.AtLeast(1, "document"));
        Take(_minutes, _warmUp, _seed, _rate, SharedOptions.Json);
        Examples =
        [
            new(
                "soak",
                "half an hour; needs redis-server; exit code 1 where something was lost or memory certainly grows"
            ),
            new("soak --minutes 2 --warm-up 1 --seed 7 --json", "a short one, with other faults"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var options = new SoakOptions
        {
            Minutes = arguments.GetValue(_minutes),
            WarmUpMinutes = arguments.GetValue(_warmUp),
            Seed = arguments.GetValue(_seed),
            DocumentsPerSecond = arguments.GetValue(_rate),
        };
        var folder = Directory.CreateTempSubdirectory("flux-soak-").FullName;
        SoakReport report;
        try
        {
            report = await new SoakRun(options, terminal.Say).RunAsync(folder, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            Write(terminal, report);
        return report.Sound && report.Flat ? 0 : 1;
    }

    private static void Write(Terminal terminal, SoakReport report)
    {
        Facts.Write(
            terminal.Data,
            $"{(report.Sound ? "Sound" : $"{report.ProblemsFound:N0} problems")} after "
                + $"{report.Minutes:0.#} minutes with seed {report.Seed}",
            [
                ("faults", string.Join(", ", report.Faults.Select(fault => $"{fault.Value} × {fault.Key}"))),
                (
                    "documents",
                    $"{report.AcceptedDocuments:N0} accepted: {report.Lost} lost, {report.Unexpected} "
                        + $"unexpected, {report.Duplicated} duplicated"
                ),
                ("training", $"{report.TrainedSteps:N0} steps, replayed"),
                ("calls", $"{report.FailedCalls:N0} failed and were tried again"),
                .. report.Memory.Select(process => ($"{process.Process} memory", Text(process))),
            ]
        );
        foreach (var problem in report.Problems.Take(20))
            terminal.Data.MarkupLine(
                $"  [red]{Markup.Escape(problem.Kind)}[/] {Markup.Escape(problem.Where)}: {Markup.Escape(problem.What)}"
            );
    }

    private static string Text(ProcessTrend process) =>
        process is { ResidentMegabytesAMinute: { } bytes, TensorsAMinute: { } tensors }
            ? $"{process.LastResidentMegabytes:N0} MB, {bytes.Slope:+0.00;-0.00} MB a minute "
                + $"({bytes.Low:0.00} to {bytes.High:0.00}); tensors {tensors.Slope:+0.00;-0.00;0} a minute "
                + $"({tensors.Low:0.00} to {tensors.High:0.00})"
            : $"{process.LastResidentMegabytes:N0} MB; too few samples after the warm-up for a trend";
}
