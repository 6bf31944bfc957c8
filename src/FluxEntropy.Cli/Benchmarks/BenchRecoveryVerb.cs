using System.CommandLine;
using System.Globalization;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Recovery;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Serving;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchRecoveryVerb : Verb
{
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "How often each fault is tried; 0 for none",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };
    private readonly Option<double> _minutes = new("--minutes")
    {
        Description =
            "Minutes of scoring on saturated cores, in which processes taken for dead are counted; 0 for none",
        HelpName = "N",
        DefaultValueFactory = _ => 10,
    };
    private readonly Option<int> _burners = new("--burners")
    {
        Description = "Threads beside the cluster that only burn processor time [one for each core]",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };
    private readonly MembershipOptions _membership = new();

    public BenchRecoveryVerb()
        : base(
            "recovery",
            "Measure how soon a cluster works again after a process was killed or hangs, and whether a busy one is taken for dead"
        )
    {
        Take([_rounds, _minutes, _burners, .. _membership.All, SharedOptions.Json]);
        Examples =
        [
            new("bench recovery", "some fifteen minutes; needs redis-server"),
            new(
                "bench recovery --minutes 0 --probe-timeout 1 --missed-probes 3 --json",
                "faults alone, with settings of your own"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var membership = _membership.Of(arguments);
        var options = new RecoveryBenchOptions
        {
            Rounds = arguments.GetValue(_rounds),
            Minutes = arguments.GetValue(_minutes),
            Burners = arguments.GetValue(_burners),
            ServeOptions = MembershipOptions.Text(membership),
        };
        var report = await BenchFolder.UseAsync(folder =>
            new RecoveryBench(options, membership, terminal.Say).RunAsync(folder, cancellationToken)
        );

        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            Write(terminal, report);
        return report.Verification is { IsSound: false } ? 1 : 0;
    }

    private static void Write(Terminal terminal, RecoveryBenchReport report) =>
        Facts.Write(
            terminal.Data,
            $"A probe each {report.ProbeSeconds:0.#} s, given up after {report.MissedProbes}; "
                + $"{report.Burners} burning threads on {report.Cores} cores; median of {report.Rounds} "
                + "(least to most)",
            [
                .. report.Faults.Select(fault =>
                    (
                        fault.Fault,
                        $"accepted again after {Text(fault.IngestSeconds)}, scored after {Text(fault.ScoringSeconds)}"
                    )
                ),
                ("woken processes", $"{report.WokenProcessesThatEnded} ended by themselves"),
                (
                    "held in the end",
                    report.Verification is { } found
                        ? $"{found.Lost} documents lost, {found.Unexpected} unexpected, "
                            + $"{found.Duplicated} duplicated, {found.ProblemsFound} problems"
                        : "not looked at"
                ),
                (
                    "false evictions",
                    $"{report.FalseEvictions} in "
                        + $"{report.SaturatedMinutes.ToString("0.#", CultureInfo.InvariantCulture)} "
                        + $"minutes, {report.SaturatedDocuments:N0} documents scored"
                ),
            ]
        );

    private static string Text(Spread seconds) => $"{seconds.Median:0.0} s ({seconds.Min:0.0} to {seconds.Max:0.0})";
}
