using System.CommandLine;
using FluxEntropy.Benchmarks.Verify;
using FluxEntropy.Benchmarks.Workload;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Benchmarks;

internal sealed class BenchVerifyVerb : Verb
{
    private readonly Option<int> _documents = new("--documents")
    {
        Description = "Documents in the folder",
        HelpName = "N",
        DefaultValueFactory = _ => 1_000_000,
    };
    private readonly Option<int> _rounds = new("--rounds")
    {
        Description = "How often it is verified",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };

    public BenchVerifyVerb()
        : base("verify", "Measure how long it takes to verify a large folder")
    {
        _documents.Validators.Add(OptionParsers.AtLeast(1, "document"));
        _rounds.Validators.Add(OptionParsers.AtLeast(1, "round"));
        Take(_documents, _rounds, SharedOptions.Json);
        Examples = [new("bench verify", "some minutes, 3 GB of temporary files: 1,000,000 documents")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var report = await BenchFolder.UseAsync(folder =>
            new VerifyBench(arguments.GetValue(_documents), arguments.GetValue(_rounds), terminal.Say).RunAsync(
                folder,
                cancellationToken
            )
        );

        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report);
        else
            Facts.Write(
                terminal.Data,
                $"{Units.Count(report.Documents, "document")}, median of {report.Rounds} (least to most)",
                [
                    (
                        "verified in",
                        $"{report.Seconds.Median:0.0} s ({report.Seconds.Min:0.0} to {report.Seconds.Max:0.0})"
                    ),
                    ("rate", Units.Rate(report.DocumentsPerSecond, "documents")),
                    ("peak memory", Units.Bytes(report.PeakResidentBytes)),
                ]
            );
        return 0;
    }
}
