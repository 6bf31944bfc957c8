using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Analysis.Evaluation;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;
using FluxEntropy.Models;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Tables;
using FluxEntropy.Tables.CsvFiles;
using FluxEntropy.Tables.ParquetFiles;
using Spectre.Console;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Evaluation;

internal sealed class EvalHellaSwagVerb : Verb
{
    private const int ToldInFull = 5;

    private readonly Argument<string> _items = new("items")
    {
        Description = "The items: hellaswag_val.jsonl of rowanz/hellaswag, or a file like it",
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
        var items = Read(arguments.GetRequiredValue(_items), arguments.GetValue(_limit), terminal);
        var isCorrect = IsCorrect(arguments.GetRequiredValue(_correct));
        await using var file = arguments.GetValue(_output) is { } path ? OutputFile.Create(Checked(path)) : null;
        var model = ModelOptions.FolderOf(arguments.GetValue(_model));
        var engines = new TorchEngineFactory();
        var profile = engines.ReadProfile(model);
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
        foreach (var failure in run.Failures.Take(ToldInFull))
            terminal.Warn(failure);
        if (run.Failures.Count > ToldInFull)
            terminal.Warn($"{Units.Count(run.Failures.Count, "item")} could not be scored in all.");
        if (results.Count == 0)
            throw new CommandFailedException("no item could be scored.");
        await WriteAsync(file, arguments.GetValue(_output) ?? "", results, isCorrect);
        Show(arguments, terminal, profile.Model, results, Regimes.Of(results, isCorrect), clock.Elapsed);
        return 0;
    }

    private static List<HellaSwagItem> Read(string path, int? limit, Terminal terminal)
    {
        var (items, number, faults) = (new List<HellaSwagItem>(), 0, 0);
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (items.Count == limit)
                break;
            if (string.IsNullOrWhiteSpace(line))
                continue;
            try
            {
                items.Add(HellaSwagItem.Parse(line, number));
            }
            catch (FormatException fault)
            {
                if (faults++ < ToldInFull)
                    terminal.Warn($"{path}, line {number:N0}, was set aside: {fault.Message}");
            }
        }
        if (faults > ToldInFull)
            terminal.Warn($"{Units.Count(faults, "line")} of {path} were set aside in all.");
        return items.Count > 0
            ? items
            : throw new CommandFailedException(
                $"{path} holds no item of HellaSwag: lines of JSON with activity_label, ctx, label and endings were expected."
            );
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

    private static async Task WriteAsync(
        OutputFile? file,
        string path,
        List<HellaSwagResult> results,
        Func<HellaSwagResult, bool> isCorrect
    )
    {
        if (file is null)
            return;
        ITableWriter sink =
            FileNames.Extension(path) == ".parquet"
                ? await ParquetTableWriter.CreateAsync(
                    file.Stream,
                    HellaSwagRows.Fields,
                    new Dictionary<string, string>()
                )
                : new CsvTableWriter(
                    new StreamWriter(file.Stream, bufferSize: 1 << 16),
                    HellaSwagRows.Fields.Select(field => field.Name)
                );
        foreach (var result in results)
        {
            HellaSwagRows.Write(sink, result, isCorrect);
            await sink.FlushAsync();
        }
        await sink.FinishAsync();
        await file.PublishAsync();
    }

    private void Show(
        ParseResult arguments,
        Terminal terminal,
        string model,
        List<HellaSwagResult> results,
        IReadOnlyList<Regime> regimes,
        TimeSpan elapsed
    )
    {
        double Share(Func<HellaSwagAnswer, int> of) =>
            results.Average(result => of(result.Answer) == result.Item.Label ? 1.0 : 0);
        var (acc, norm, tokens) = (
            Share(answer => answer.Acc),
            Share(answer => answer.AccNorm),
            Share(answer => answer.ByTokens)
        );
        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.WriteJson(
                new
                {
                    model,
                    items = results.Count,
                    acc,
                    accNorm = norm,
                    accTokens = tokens,
                    correct = arguments.GetRequiredValue(_correct),
                    regimes,
                    seconds = elapsed.TotalSeconds,
                }
            );
            return;
        }
        string Line(double share) => $"{100 * share:0.0}% ± {196 * Math.Sqrt(share * (1 - share) / results.Count):0.0}";
        Facts.Write(
            terminal.Data,
            $"HellaSwag, {Units.Count(results.Count, "item")}, under {model}",
            [
                ("acc", $"{Line(acc)}   lm-evaluation-harness's: Σ ln p"),
                ("acc_norm", $"{Line(norm)}   a character"),
                ("tokens", $"{Line(tokens)}   llm.c's: a token, without the activity"),
            ]
        );
        terminal.Data.MarkupLine(
            $"\n[bold]Does uncertainty about the context predict a right answer ({Markup.Escape(arguments.GetRequiredValue(_correct))})?[/]"
        );
        foreach (var regime in regimes)
            terminal.Data.MarkupLine(
                $"  [grey]{regime.Name, -34}[/]{(regime.Refusal is { } why ? Markup.Escape(why) : $"AUC {regime.Auc:0.000}   pseudo R² {regime.PseudoR2:0.0000}   p {regime.P:0.0000}")}"
            );
        terminal.Say(
            arguments.GetValue(_output) is { } path
                ? $"{path} holds a row an item; for the whole analysis: flux analyze eval {path} ({Units.Duration(elapsed)})"
                : $"--output FILE keeps a row an item, for 'flux analyze eval' ({Units.Duration(elapsed)})."
        );
    }
}
