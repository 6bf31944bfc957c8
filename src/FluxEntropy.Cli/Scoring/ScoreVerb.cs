using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Inputs;
using FluxEntropy.Cli.Metrics;
using FluxEntropy.Cli.Models;
using FluxEntropy.Cli.Output;
using FluxEntropy.Models;
using FluxEntropy.Models.Scoring;
using FluxEntropy.Sources.Files;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Scoring;

internal sealed class ScoreVerb : Verb
{
    private readonly SourceArguments _sources = new();
    private readonly Option<string?> _model = ModelOptions.Model("Model to score with");
    private readonly Option<string> _device = ModelOptions.Device();
    private readonly Option<bool> _deterministic = new("--deterministic")
    {
        Description =
            "Give a document the same scores to the last bit whatever is scored beside it: a CPU "
            + "with AVX2 does that anyway, other devices at some cost in speed",
    };
    private readonly ScoreProfileOptions _profile = new();
    private readonly ScoreAnswerOptions _answer = new();
    private readonly MetricAssemblies _metrics = new();

    public ScoreVerb()
        : base("score", "Score text here and now, without a server")
    {
        Take(_sources.Files, _model);
        Take(_answer.All);
        Take(_profile.All);
        Take(_device, _deterministic, _metrics.Option);
        Take(_sources.Options);
        NotesTitle = "Forms of the answer";
        Notes = ScoreAnswerOptions.Forms;
        Examples =
        [
            new("score notes.txt", "how uncertain the model is about a text"),
            new(
                "score *.jsonl.gz --output scores.parquet",
                "every metric of every record, for pandas, Polars or DuckDB"
            ),
            new(
                "score chats.jsonl --text-field messages --model ~/models/SmolLM2-135M-Instruct",
                "lists of chat messages, by the model's own chat template"
            ),
            new("score poem.txt --per-token", "token by token: a heat map of surprisal"),
            new("score - --top-k 5 --format jsonl < poem.txt", "what the model expected in place of each token"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        _answer.Check(arguments, terminal);
        _profile.Check(arguments);
        var sources = _sources.Open(arguments);
        await using var file = _answer.Open(arguments);
        var model = ModelOptions.FolderOf(arguments.GetValue(_model));
        var engines = new TorchEngineFactory(_metrics.Read(arguments));
        var profile = _profile.Of(arguments, engines.ReadProfile(model), terminal);
        ModelOptions.WarnOfAssumption(model, terminal);
        var marked = profile;
        var template = _sources.ChatTemplate.Of(arguments, model)?.For(() => ProfileTokenizer.Load(model, marked));
        var warnings = new RejectionWarnings(terminal)
        {
            NoteOnLines = _sources.ChatTemplate.NoteOnLines(arguments, model),
        };
        var records = new ChatRecords(sources.ReadAsync(_sources.Read(arguments, template), cancellationToken));
        if (template is not null && await records.BeginWithChatAsync(cancellationToken))
            profile = profile with { ParseSpecialTokens = true };
        var detail = _answer.Detail(arguments, profile);
        await using var engine = engines.CreateScoringEngine(
            model,
            profile,
            arguments.GetRequiredValue(_device),
            arguments.GetValue(_deterministic)
        );
        var writer = await _answer.WriterAsync(arguments, terminal, file, model, detail, profile, engine.Metrics);

        var scoring = new DocumentScoring(engine, detail, () => sources.BytesRead);
        var clock = Stopwatch.StartNew();
        await using (new Meter(terminal, "Scoring", () => ProgressOf(sources, scoring, clock.Elapsed)))
        {
            await foreach (
                var (document, score) in scoring.ScoreAsync(
                    warnings.Watch(records.ReadAsync(profile.ParseSpecialTokens)),
                    cancellationToken
                )
            )
            {
                if (score.Failure is { } failure)
                    warnings.Add(document.Id, failure);
                terminal.Write(terminal.Data, _ => writer.Write(document, score));
                await writer.FlushAsync();
            }
        }

        warnings.Summarise();
        ChatTemplateOption.WarnOfClock(template, terminal);
        warnings.CheckAnyRead();
        await writer.FinishAsync();
        await (file?.PublishAsync() ?? Task.CompletedTask);
        terminal.Say(
            $"{Units.Count(scoring.Documents, "document")}, {Units.Count(scoring.Tokens, "token")} in "
                + $"{Units.Duration(clock.Elapsed)} "
                + $"({Units.Rate(scoring.Tokens / clock.Elapsed.TotalSeconds, "tokens")}) under "
                + $"{profile.Model}"
                + (warnings.HasRendered ? " and its chat template" : "")
                + (warnings.Count > 0 ? $"; {Units.Count(warnings.Count, "record")} set aside." : ".")
        );
        return 0;
    }

    private static Progress ProgressOf(SourceSet sources, DocumentScoring scoring, TimeSpan elapsed) =>
        new(
            scoring.ScoredBytes,
            sources.TotalBytes,
            scoring.Documents == 0
                ? "the first documents are being scored"
                : $"{Units.Count(scoring.Documents, "document")} · {Units.Rate(scoring.Tokens / elapsed.TotalSeconds, "tokens")}"
        );
}
