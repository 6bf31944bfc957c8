using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;
using FluxEntropy.Models;
using FluxEntropy.Models.Tokenizers;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Evaluation;

internal sealed class EvalHellaSwagVerb : Verb
{
    private readonly Argument<string> _items = new("items")
    {
        Description =
            "The items: hellaswag_val.jsonl of rowanz/hellaswag, a Parquet file of the Hub's dataset, or files like these",
    };
    private readonly Option<string?> _model = ModelOptions.Model("Model to ask");
    private readonly Option<string> _device = ModelOptions.Device();
    private readonly Option<int?> _limit = new("--limit")
    {
        Description = "Ask the first N items only [all]",
        HelpName = "N",
    };
    private readonly Option<string> _correct = new("--correct")
    {
        Description = "Which answer counts as the column 'correct'",
        HelpName = "acc|acc_norm|tokens",
        DefaultValueFactory = _ => "acc_norm",
    };
    private readonly Option<string?> _output = new("--output")
    {
        Description =
            "File for a row an item, by its name .csv, .csv.gz or .parquet: answers, and every metric of the context [none]",
        HelpName = "FILE",
    };

    public EvalHellaSwagVerb()
        : base(
            "hellaswag",
            "Ask a model HellaSwag, and see whether its uncertainty about the contexts predicts its answers"
        )
    {
        _correct.AcceptOnlyFromAmong("acc", "acc_norm", "tokens");
        _limit.Validators.Add(OptionParsers.AtLeast(1, "item"));
        Take(_items, _model, _device, _limit, _correct, _output, SharedOptions.Json);
        NotesTitle = "Answers";
        Notes =
        [
            (
                "acc",
                "the ending of the largest Σ ln p after \"activity: context\", cleaned, as lm-evaluation-harness asks"
            ),
            ("acc_norm", "the same, divided by the ending's characters"),
            ("tokens", "the ending of the largest Σ ln p a token after the context alone, as llm.c counts"),
        ];
        Examples =
        [
            new(
                "eval hellaswag hellaswag_val.jsonl --model SmolLM2-135M --output answers.csv",
                "then: flux analyze eval answers.csv"
            ),
            new(
                "eval hellaswag validation-00000-of-00001.parquet --limit 200",
                "the Parquet file of the dataset Rowan/hellaswag, as it lies in its repository"
            ),
            new(
                "eval hellaswag hellaswag_val.jsonl --limit 200 --json",
                "the first 200 items, under the model that ships"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var items = await HellaSwagItems.ReadAsync(
            arguments.GetRequiredValue(_items),
            arguments.GetValue(_limit),
            terminal,
            cancellationToken
        );
        var isCorrect = IsCorrect(arguments.GetRequiredValue(_correct));
        var output = arguments.GetValue(_output);
        await using var file = output is null ? null : OutputFile.Create(Checked(output));
        var model = ModelOptions.FolderOf(arguments.GetValue(_model));
        var engines = new TorchEngineFactory();
        var profile = engines.ReadProfile(model);
        ModelOptions.WarnOfAssumption(model, terminal);
        await using var engine = engines.CreateScoringEngine(model, profile, arguments.GetRequiredValue(_device));
        var run = new HellaSwagRun(engine, HuggingFaceTokenizer.Load(model));
        var results = new List<HellaSwagResult>();
        var clock = Stopwatch.StartNew();
        await using (
            new Meter(terminal, "Asking", () =>
                new Progress(results.Count, items.Count, Units.Count(results.Count, "item"))
            )
        )
        {
            await foreach (var result in run.AskAsync(items, cancellationToken))
                results.Add(result);
        }
        foreach (var failure in run.Failures.Take(HellaSwagItems.MaxListed))
            terminal.Warn(failure);
        if (run.Failures.Count > HellaSwagItems.MaxListed)
            terminal.Warn($"{Units.Count(run.Failures.Count, "item")} could not be scored in all.");
        if (results.Count == 0)
            throw new CommandFailedException("no item could be scored.");
        if (file is not null)
            await HellaSwagRows.WriteAsync(file, output!, results, isCorrect);
        var report = new HellaSwagReport(profile.Model, results, arguments.GetRequiredValue(_correct), isCorrect);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(report.ToJson(clock.Elapsed));
        else
            report.Show(terminal, output, clock.Elapsed);
        return 0;
    }

    private static Func<HellaSwagResult, bool> IsCorrect(string way) =>
        way switch
        {
            "acc" => result => result.Answer.Acc == result.Item.Label,
            "tokens" => result => result.Answer.ByTokens == result.Item.Label,
            _ => result => result.Answer.AccNorm == result.Item.Label,
        };

    private static string Checked(string path) =>
        FileNames.Extension(path) is ".csv" or ".gz" or ".zst" or ".parquet"
            ? path
            : throw new WrongUsageException($"--output {path}: name it .csv, .csv.gz, .csv.zst or .parquet");
}
