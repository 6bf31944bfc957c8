using System.CommandLine;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Training;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchTrainingVerb : Verb
{
    private readonly Option<int> _documents = new("--documents")
    {
        Description = "Documents of the corpus",
        HelpName = "N",
        DefaultValueFactory = _ => 1_000_000,
    };
    private readonly Option<double> _tokens = new("--tokens")
    {
        Description = "Tokens a second that the simulated trainer computes",
        HelpName = "N",
        DefaultValueFactory = _ => 2_500_000,
    };
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "Rounds of each part",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };

    public BenchTrainingVerb()
        : base("training", "Measure the planner, how fast batches are fed, and the trainer inside against a bare loop")
    {
        _documents.Validators.Add(OptionParsers.AtLeast(10_000, "documents")); // a step alone takes some 3,000
        _rounds.Validators.Add(OptionParsers.AtLeast(1, "round"));
        Take(_documents, _tokens, _rounds, SharedOptions.Json);
        Examples = [new("bench training", "some ten minutes, 3 GB of temporary files")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var (documents, rounds) = (arguments.GetValue(_documents), arguments.GetValue(_rounds));
        var report = await BenchFolder.UseAsync(async folder =>
        {
            var data = Path.Combine(folder, "data");
            return new TrainingBenchReport(
                rounds,
                new PlannerBench(documents, rounds, terminal.Say).Run(),
                await new FeedBench(documents, arguments.GetValue(_tokens), rounds, terminal.Say).RunAsync(
                    data,
                    cancellationToken
                ),
                await new TrainerBench(rounds, terminal.Say).RunAsync(data, cancellationToken)
            );
        });

        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            Write(terminal, report);
        return 0;
    }

    private static void Write(Terminal terminal, TrainingBenchReport report) =>
        Facts.Write(
            terminal.Data,
            $"Training, median of {report.Rounds} (least to most)",
            [
                (
                    "planner",
                    $"{Text(report.Planner.DecisionsPerSecond, "N0")} decisions/s on one core, over {report.Planner.Documents:N0} documents"
                ),
                (
                    "feed",
                    $"{Text(report.Feed.TokensPerSecond, "N0")} tokens/s of "
                        + $"{report.Feed.WantedTokensPerSecond:N0}, starved "
                        + $"{Text(report.Feed.StarvedShare, "P1")} of the time"
                ),
                ("without compute", $"{Text(report.Feed.UnlimitedTokensPerSecond, "N0")} tokens/s"),
                (
                    "trainer inside",
                    $"{Text(report.Trainer.TrainerTokensPerSecond, "N0")} tokens/s, a model of {report.Trainer.Parameters:N0} parameters"
                ),
                ("bare loop", $"{Text(report.Trainer.BareTokensPerSecond, "N0")} tokens/s"),
                ("ratio", Text(report.Trainer.Ratio, "0.000")),
            ]
        );

    private static string Text(Spread spread, string format) =>
        $"{spread.Median.ToString(format)} ({spread.Min.ToString(format)} to {spread.Max.ToString(format)})";
}
