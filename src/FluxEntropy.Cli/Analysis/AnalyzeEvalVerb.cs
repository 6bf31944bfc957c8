using System.CommandLine;
using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Analysis.Tables;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;

namespace FluxEntropy.Cli.Analysis;

internal sealed class AnalyzeEvalVerb : Verb
{
    private readonly Argument<string> _file = new("file")
    {
        Description =
            "Table of answers with a column of outcomes and metrics of the texts, such as 'flux eval "
            + "hellaswag --output' writes, or the original project's",
    };
    private readonly Option<string?> _outcome = new("--outcome")
    {
        Description = "Column of outcomes: true, false, 1 or 0 [correct, or 'Correctly Answered']",
        HelpName = "NAME",
    };
    private readonly Option<string[]?> _metrics = NamesOption.Of(
        "--metrics",
        "Columns to analyse as they are [entropy, varentropy, and what follows from them]"
    );
    private readonly Option<bool> _last = new("--last-token")
    {
        Description = "Take the last token's entropy and varentropy, in place of the aggregated ones",
    };
    private readonly Option<string[]?> _covariates = NamesOption.Of(
        "--covariates",
        "Columns that may explain answers as well: numbers, or words of at most ten kinds [the length of the text]"
    );
    private readonly Option<string?> _domain = new("--domain")
    {
        Description = "Column whose kinds are looked at one by one",
        HelpName = "NAME",
    };
    private readonly Option<bool> _balance = new("--balance")
    {
        Description = "Make both classes equal by leaving out rows of the larger one",
    };
    private readonly Option<uint> _seed = new("--seed")
    {
        Description = "Which rows --balance leaves out: those that pandas' sample(random_state=N) does",
        HelpName = "N",
        DefaultValueFactory = _ => 42,
    };
    private readonly Option<int> _bins = new("--bins")
    {
        Description = "Quantile bins of the χ² and trend tests",
        HelpName = "N",
        DefaultValueFactory = _ => 4,
    };
    private readonly Option<int> _draws = new("--bootstrap")
    {
        Description = "Draws of the bootstrap intervals; 0 for none",
        HelpName = "N",
        DefaultValueFactory = _ => 2000,
    };
    private readonly Option<int?> _vocabulary = new("--vocabulary")
    {
        Description =
            "Tokens of the model's vocabulary, for the upper bound of entropies computed from likeliest tokens",
        HelpName = "N",
    };
    private readonly Option<bool> _base2 = new("--original-base-2")
    {
        Description =
            "Compute entropies of likeliest tokens as the original project did: 2^l of natural logarithms, in bits",
    };
    private readonly ReportOptions _report = new("eval");

    public AnalyzeEvalVerb()
        : base("eval", "Does a metric of a text predict whether a model answers right?")
    {
        _bins.Validators.Add(OptionParsers.AtLeast(2, "bins"));
        _draws.Validators.Add(OptionParsers.AtLeast(0, "draws"));
        Take(
            _file,
            _outcome,
            _metrics,
            _last,
            _covariates,
            _domain,
            _balance,
            _seed,
            _bins,
            _draws,
            _vocabulary,
            _base2
        );
        Take(_report.All);
        Examples =
        [
            new("analyze eval answers.csv", "of flux eval hellaswag … --output answers.csv"),
            new(
                "analyze eval answers.csv --last-token --balance --seed 42",
                "the last token alone, classes made equal as the original did"
            ),
            new(
                "analyze eval answers.parquet --covariates chars,source --domain source",
                "beyond length and source of the texts?"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var table = await TableFile.ReadAsync(arguments.GetRequiredValue(_file), cancellationToken);
        var options = new EvaluationOptions
        {
            Outcome = arguments.GetValue(_outcome),
            Metrics = ReportOptions.Chosen(arguments, _metrics),
            LastToken = arguments.GetValue(_last),
            Covariates = ReportOptions.Chosen(arguments, _covariates),
            Domain = arguments.GetValue(_domain),
            BalanceSeed = arguments.GetValue(_balance) ? arguments.GetValue(_seed) : null,
            Bins = arguments.GetValue(_bins),
            Draws = arguments.GetValue(_draws),
            Vocabulary = arguments.GetValue(_vocabulary),
            OriginalBase2 = arguments.GetValue(_base2),
        };
        return _report.Finish(arguments, terminal, EvaluationAnalysis.Of(table, options, TimeProvider.System));
    }
}
