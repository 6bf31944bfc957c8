using System.CommandLine;
using FluxEntropy.Benchmarks.Figures;
using FluxEntropy.Benchmarks.Pipeline;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchPipelineVerb : Verb
{
    private readonly Option<int> _documents = new("--documents")
    {
        Description = "Documents to score, of the .NET SDK's documentation",
        HelpName = "N",
        DefaultValueFactory = _ => 4000,
    };
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "Rounds that count, after three to warm up",
        HelpName = "N",
        DefaultValueFactory = _ => 7,
    };
    private readonly Option<string?> _model = ModelOptions.Model("Model to score with");
    private readonly Option<string> _device = ModelOptions.Device();

    public BenchPipelineVerb()
        : base(
            "pipeline",
            "Measure the server against the bare engine: the same documents, from first lease to last publish"
        )
    {
        Take(_documents, _rounds, _model, _device, SharedOptions.Json);
        Examples =
        [
            new("bench pipeline --json", "some minutes; one JSON object with both rates, their ratio and its spread"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var options = new PipelineBenchOptions
        {
            Documents = arguments.GetValue(_documents),
            Rounds = arguments.GetValue(_rounds),
            Model = ModelOptions.FolderOf(arguments.GetValue(_model)),
            Device = arguments.GetRequiredValue(_device),
        };
        var report = await BenchFolder.UseAsync(folder =>
            new PipelineBench(options, terminal.Say).RunAsync(folder, cancellationToken)
        );

        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            Write(terminal, report);
        return 0;
    }

    private static void Write(Terminal terminal, PipelineBenchReport report) =>
        Facts.Write(
            terminal.Data,
            $"{Units.Count(report.Documents, "document")}, {Units.Count(report.Tokens, "token")} on "
                + $"{report.Device}, median of {report.Rounds} (least to most)",
            [
                ("bare engine", Text(report.BareTokensPerSecond)),
                ("server", Text(report.ServerTokensPerSecond)),
                (
                    "ratio",
                    $"{report.Ratio:0.000}   (rounds {report.RoundRatios.Min:0.000} to {report.RoundRatios.Max:0.000})"
                ),
            ]
        );

    private static string Text(Spread rate) =>
        $"{Units.Rate(rate.Median, "tokens"), -18} ({rate.Min:N0} to {rate.Max:N0})";
}
