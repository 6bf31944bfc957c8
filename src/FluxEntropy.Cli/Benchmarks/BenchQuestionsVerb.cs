using System.CommandLine;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Questions;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchQuestionsVerb : Verb
{
    private const int Documents = 100_000;

    private readonly Option<int> _steps = new("--steps")
    {
        Description = "Steps of the run",
        HelpName = "N",
        DefaultValueFactory = _ => 1_000_000,
    };
    private readonly Option<int> _queries = new("--queries")
    {
        Description = "Questions of each kind",
        HelpName = "N",
        DefaultValueFactory = _ => 200,
    };

    public BenchQuestionsVerb()
        : base("questions", "Measure questions about a long run, and its steps while they are asked")
    {
        _steps.Validators.Add(OptionParsers.AtLeast(1000, "steps"));
        _queries.Validators.Add(OptionParsers.AtLeast(10, "questions"));
        Take(_steps, _queries, SharedOptions.Json);
        Examples = [new("bench questions", "some ten minutes, 1 GB of temporary files")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var report = await BenchFolder.UseAsync(folder =>
            new QuestionsBench(
                Documents,
                arguments.GetValue(_steps),
                arguments.GetValue(_queries),
                terminal.Say
            ).RunAsync(Path.Combine(folder, "data"), cancellationToken)
        );

        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.WriteJson(report);
            return 0;
        }
        Facts.Write(
            terminal.Data,
            $"Questions about a run of {report.Steps:N0} steps, whose log has {report.LogBytes / 1e6:N0} MB",
            [
                ("log read", $"{report.OpenSeconds:0.0} s"),
                ("memory", $"{report.BytesAStep:0} bytes a step"),
                ("session show", Text(report.Show)),
                ("served in a tenth", Text(report.Window)),
                ("a step", Text(report.Step)),
                ("during previews", Text(report.StepDuringPreviews)),
            ]
        );
        return 0;
    }

    private static string Text(Latency latency) =>
        $"{latency.P50:0.0} ms median, {latency.P99:0.0} ms p99, {latency.Max:0.0} ms at most";
}
