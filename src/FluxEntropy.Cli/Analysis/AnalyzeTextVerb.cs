using System.CommandLine;
using FluxEntropy.Analysis.Texts;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Scoring;
using FluxEntropy.Engines;
using FluxEntropy.Metrics;
using FluxEntropy.Models;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Sources;
using FluxEntropy.Sources.Files;
using FluxEntropy.Sources.Formats;

namespace FluxEntropy.Cli.Analysis;

internal sealed class AnalyzeTextVerb : Verb
{
    private const int MaxCharacters = 20_000;

    private readonly Argument<string> _file = new("file") { Description = "A text file, or - for standard input" };
    private readonly Option<string[]?> _models = new("--model")
    {
        Description =
            "Model to score with, as often as there are models: a Hugging Face folder, or an id in the local cache [the model that ships]",
        HelpName = "DIR",
    };
    private readonly Option<string> _device = ModelOptions.Device();
    private readonly ReportOptions _report = new("text");

    public AnalyzeTextVerb()
        : base(
            "text",
            "One text under one or more models: entropy, varentropy and surprisal along its tokens, and a heat map"
        )
    {
        Take(_file, _models, _device);
        Take(_report.All);
        Examples =
        [
            new("analyze text poem.txt", "under the model that ships"),
            new("analyze text poem.txt --model SmolLM2-135M --model Qwen2.5-0.5B", "two models side by side"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var document = await ReadAsync(arguments.GetRequiredValue(_file), cancellationToken);
        if (document.Text.Length > MaxCharacters)
            throw new CommandFailedException(
                $"{document.Id} has {document.Text.Length:N0} characters; up to {MaxCharacters:N0} "
                    + "can be looked at token by token. 'flux score --per-token' takes any length."
            );
        string?[] models = arguments.GetValue(_models) is { Length: > 0 } named ? [.. named] : [null];
        var texts = new List<ScoredText>();
        foreach (var folder in models.Select(ModelOptions.FolderOf))
        {
            ModelOptions.WarnOfAssumption(folder, terminal);
            texts.Add(await ScoreAsync(document, folder, arguments.GetRequiredValue(_device), cancellationToken));
        }

        return _report.Finish(arguments, terminal, TextAnalysis.Of(document.Id.Split('#')[0], texts));
    }

    private static async Task<SourceDocument> ReadAsync(string path, CancellationToken cancellationToken)
    {
        var options = new SourceOptions { Format = SourceFormats.Text, Split = TextSplit.File };
        await foreach (
            var item in SourceSet.Open([path], Console.OpenStandardInput()).ReadAsync(options, cancellationToken)
        )
        {
            if (item is SourceDocument document)
                return document;
            if (item is SourceRejection rejected)
                throw new CommandFailedException($"{path}: {rejected.Reason}");
        }

        throw new CommandFailedException($"{path} holds no text.");
    }

    private static async Task<ScoredText> ScoreAsync(
        SourceDocument document,
        string model,
        string device,
        CancellationToken cancellationToken
    )
    {
        var engines = new TorchEngineFactory();
        var profile = engines.ReadProfile(model);
        await using var engine = engines.CreateScoringEngine(model, profile, device);
        var score = (await engine.ScoreAsync([document.Text], new ScoringDetail(PerToken: true), cancellationToken))[0];
        if (score.Failure is { } failure)
            throw new CommandFailedException($"{profile.Model}: {failure}");
        var tokens = new TokenTexts(ProfileTokenizer.Load(model, profile), profile);
        var (names, spans, statistics) = (tokens.Of(document, score), tokens.Spans(document), score.PerToken!);
        return new ScoredText(
            profile.Model,
            names,
            [.. spans.Take(names.Length).Select(span => span.Start)],
            [.. statistics.Entropy.Select(value => (double)value)],
            [.. statistics.Varentropy.Select(value => (double)value)],
            [double.NaN, .. statistics.Surprisal.Select(value => (double)value)],
            MetricCatalog.BuiltIn.Names.Zip(score.Metrics).ToDictionary(pair => pair.First, pair => (double)pair.Second)
        );
    }
}
