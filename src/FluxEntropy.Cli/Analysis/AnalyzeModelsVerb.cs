using System.CommandLine;
using FluxEntropy.Analysis.Models;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Analysis;

internal sealed class AnalyzeModelsVerb : Verb
{
    private readonly Argument<string[]> _files = new("file")
    {
        Description =
            "Score tables (.parquet, .csv, .jsonl, .json): one a model, of the same texts, or a single one with a column a model",
        Arity = ArgumentArity.OneOrMore,
    };

    private readonly Option<string?> _metric = new("--metric")
    {
        Description = "Column to compare [entropy.mean, entropy or characteristic_value]",
        HelpName = "NAME",
    };
    private readonly Option<string[]?> _columns = NamesOption.Of(
        "--columns",
        "Of a single table, the columns that are models [all numeric ones]"
    );
    private readonly Option<string?> _by = new("--by")
    {
        Description = "Model by whose order texts are sorted and cut into tenths [the first]",
        HelpName = "MODEL",
    };
    private readonly ReportOptions _report = new("models");

    public AnalyzeModelsVerb()
        : base(
            "models",
            "Compare models over one set of texts: which texts are hard for all, and how far do levels differ?"
        )
    {
        Take(_files, _metric, _columns, _by);
        Take(_report.All);
        Examples =
        [
            new(
                "analyze models small.parquet large.parquet",
                "two models that scored the same texts: flux score … --output small.parquet"
            ),
            new("analyze models experiment_data/*.json --by SmolLM2-1.7B-Instruct", "the original project's files"),
            new("analyze models compiled_results.csv --output models", "a column a model"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var tables = await ReportOptions.ReadAsync(arguments.GetRequiredValue(_files), cancellationToken);
        if (tables.Count > 1 && ReportOptions.Chosen(arguments, _columns) is not null)
            throw new WrongUsageException(
                "--columns names the models of a single table; with a file a model, name the column with --metric"
            );
        return _report.Finish(
            arguments,
            terminal,
            ModelsAnalysis.Of(
                ModelScores.Of(tables, arguments.GetValue(_metric), ReportOptions.Chosen(arguments, _columns)),
                arguments.GetValue(_by)
            )
        );
    }
}
