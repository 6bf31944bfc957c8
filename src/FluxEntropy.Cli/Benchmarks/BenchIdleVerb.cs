using System.CommandLine;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Idle;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchIdleVerb : Verb
{
    private static readonly IdleBenchOptions Defaults = new();

    private readonly Option<int> _corpora = new("--corpora")
    {
        Description = "Corpora of the server that has some",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Corpora,
    };

    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "Rounds of half a minute over each server",
        HelpName = "N",
        DefaultValueFactory = _ => Defaults.Rounds,
    };

    public BenchIdleVerb()
        : base("idle", "Measure the processor time of a server that nobody asks anything")
    {
        _corpora.Validators.Add(OptionParsers.AtLeast(1, "corpus"));
        _rounds.Validators.Add(OptionParsers.AtLeast(1, "round"));
        Take(_corpora, _rounds, SharedOptions.Json);
        Examples = [new("bench idle", "about six minutes: a server without corpora, then one with twenty")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var options = Defaults with { Corpora = arguments.GetValue(_corpora), Rounds = arguments.GetValue(_rounds) };
        var report = await BenchFolder.UseAsync(folder =>
            new IdleBench(options, terminal.Say).RunAsync(folder, cancellationToken)
        );

        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            Facts.Write(
                terminal.Data,
                $"Processor time of an idle server, median of {options.Rounds} (least to most)",
                [
                    ("without corpora", Text(report.EmptyCores)),
                    (Units.Count(report.Corpora, "corpus", "corpora"), Text(report.Cores)),
                ]
            );
        return 0;
    }

    private static string Text(Spread cores) =>
        $"{cores.Median:0.00%} of a core ({cores.Min:0.00%} to {cores.Max:0.00%})";
}
