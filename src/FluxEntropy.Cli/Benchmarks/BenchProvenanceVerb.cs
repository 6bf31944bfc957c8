using System.CommandLine;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Provenance;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchProvenanceVerb : Verb
{
    private readonly Option<int> _documents = new("--documents")
    {
        Description = "Documents of the corpus",
        HelpName = "N",
        DefaultValueFactory = _ => 1_000_000,
    };
    private readonly Option<int> _steps = new("--steps")
    {
        Description = "Steps of the run",
        HelpName = "N",
        DefaultValueFactory = _ => 10_000,
    };
    private readonly Option<int> _queries = new("--queries")
    {
        Description = "Questions each way",
        HelpName = "N",
        DefaultValueFactory = _ => 2000,
    };

    public BenchProvenanceVerb()
        : base("provenance", "Measure questions from a step to its documents, and from a document to its steps")
    {
        _documents.Validators.Add(OptionParsers.AtLeast(1000, "documents"));
        _steps.Validators.Add(OptionParsers.AtLeast(1, "step"));
        _queries.Validators.Add(OptionParsers.AtLeast(100, "questions"));
        Take(_documents, _steps, _queries, SharedOptions.Json);
        Examples = [new("bench provenance", "some five minutes, 3 GB of temporary files")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var report = await BenchFolder.UseAsync(folder =>
            new ProvenanceBench(
                arguments.GetValue(_documents),
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
            $"Provenance over {report.Documents:N0} documents and {report.Steps:N0} steps, {report.Queries:N0} questions each way",
            [("step → documents", Text(report.StepToDocuments)), ("document → steps", Text(report.DocumentToSteps))]
        );
        return 0;
    }

    private static string Text(Latency latency) =>
        $"{latency.P50:0.0} ms median, {latency.P99:0.0} ms p99, {latency.Max:0.0} ms at most";
}
