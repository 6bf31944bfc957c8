using System.CommandLine;
using System.Globalization;
using FluxEntropy.Analysis.Bins;
using FluxEntropy.Analysis.Tables;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Analysis;

internal sealed class AnalyzeBinsVerb : Verb
{
    private readonly Argument<string> _file = new("file")
    {
        Description = "Score table (.parquet, .csv, .jsonl, .json)",
    };
    private readonly Option<string?> _against = new("--against")
    {
        Description = "Another table to compare with: a second corpus, or the same at a later time",
        HelpName = "FILE",
    };
    private readonly Option<string[]?> _metrics = NamesOption.Of(
        "--metrics",
        "Metrics, the first of which is cut into bins [all that are known]"
    );
    private readonly Option<string> _quantiles = new("--quantiles")
    {
        Description =
            "Quantiles at which to cut, between commas; 'original' for the original project's 10, "
            + "25, 50, 75 and 90%; or a number of equal bins",
        HelpName = "original|N|0.2,0.5,…",
        DefaultValueFactory = _ => "original",
    };
    private readonly Option<int> _examples = new("--examples")
    {
        Description = "Examples of each bin",
        HelpName = "N",
        DefaultValueFactory = _ => 3,
    };
    private readonly Option<string[]?> _texts = new("--texts")
    {
        Description = "The files that were scored, to take the texts of examples from where the table has none",
        HelpName = "FILE",
        AllowMultipleArgumentsPerToken = true,
    };
    private readonly Option<string> _textField = new("--text-field")
    {
        Description = "Field or column of --texts that holds the text",
        HelpName = "NAME",
        DefaultValueFactory = _ => "text",
    };
    private readonly ReportOptions _report = new("bins");

    public AnalyzeBinsVerb()
        : base("bins", "Distributions of metrics, quantile bins with examples, and drift between two tables")
    {
        _examples.Validators.Add(OptionParsers.AtLeast(0, "examples"));
        Take(_file, _against, _metrics, _quantiles, _examples, _texts, _textField);
        Take(_report.All);
        NotesTitle = "Beside the report";
        Notes =
        [
            (
                "bucket_boundaries.json",
                "boundaries, mean, std (population), min, max and percentiles of the first metric, to cut other texts by"
            ),
        ];
        Examples =
        [
            new(
                "analyze bins scores.parquet",
                "of flux score … --text --output scores.parquet, or flux export … --format parquet"
            ),
            new("analyze bins scores.csv --texts books.jsonl", "examples with the texts of the file that was scored"),
            new(
                "analyze bins monday.parquet --against friday.parquet --quantiles 10",
                "ten equal bins, and what has changed"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var quantiles = Quantiles(arguments.GetRequiredValue(_quantiles));
        var table = await TableFile.ReadAsync(arguments.GetRequiredValue(_file), cancellationToken);
        if (arguments.GetValue(_texts) is { Length: > 0 } sources)
            table = await TableTexts.AddAsync(
                table,
                sources,
                arguments.GetRequiredValue(_textField),
                cancellationToken
            );
        var later = arguments.GetValue(_against) is { } against
            ? await TableFile.ReadAsync(against, cancellationToken)
            : null;
        return _report.Finish(
            arguments,
            terminal,
            BinsAnalysis.Of(
                table,
                later,
                new BinsOptions
                {
                    Metrics = ReportOptions.Chosen(arguments, _metrics),
                    Quantiles = quantiles,
                    Examples = arguments.GetValue(_examples),
                }
            )
        );
    }

    private static IReadOnlyList<double> Quantiles(string text)
    {
        if (text == "original")
            return BinsOptions.Original;
        if (
            int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bins)
            && bins is >= 2 and <= 1000
        )
            return [.. Enumerable.Range(1, bins - 1).Select(i => (double)i / bins)];
        var parts = text.Split(',')
            .Select(part =>
                double.TryParse(part, NumberStyles.Float, CultureInfo.InvariantCulture, out var q) ? q : double.NaN
            )
            .ToArray();
        return parts.All(double.IsFinite)
            ? parts
            : throw new WrongUsageException(
                $"--quantiles {text}: give 'original', a number of bins from 2 to 1000, or quantiles such as 0.1,0.5,0.9"
            );
    }
}
