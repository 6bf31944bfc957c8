using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Scoring;
using FluxEntropy.Ingest.Sources;
using FluxEntropy.Models;
using FluxEntropy.Models.Tokenizers;
using FluxEntropy.Scores;
using Progress = FluxEntropy.Cli.Output.Progress;

namespace FluxEntropy.Cli.Verbs;

internal sealed class ScoreVerb : Verb
{
    private readonly SourceArguments _sources = new();
    private readonly Option<string?> _model = ModelOptions.Model("Model to score with");
    private readonly Option<string> _device = ModelOptions.Device();
    private readonly Option<string> _positions = new("--positions") { Description = "Positions that a document's metrics count", HelpName = "predicting|all|last", DefaultValueFactory = _ => "predicting" };
    private readonly Option<bool> _truncate = new("--truncate") { Description = "Cut documents to the model's context, in place of scoring longer ones in windows" };
    private readonly Option<bool> _perToken = new("--per-token") { Description = "Show each token's entropy, varentropy and surprisal" };
    private readonly Option<string> _format = new("--format") { Description = "Form of the answer", HelpName = "table|jsonl", DefaultValueFactory = _ => "table" };
    private readonly Option<string?> _output = new("--output") { Description = "File to write the answer to [standard output]", HelpName = "FILE" };

    public ScoreVerb()
        : base("score", "Score text here and now, without a server")
    {
        _positions.AcceptOnlyFromAmong("predicting", "all", "last");
        _format.AcceptOnlyFromAmong("table", "jsonl");
        Take(_sources.Files, _model, _perToken, _truncate, _positions, _format, _output, _device);
        Take(_sources.Options);
        Examples =
        [
            new("score notes.txt", "how uncertain the model is about a text"),
            new("score *.jsonl.gz --format jsonl --output scores.jsonl", "every metric of every record"),
            new("score - --per-token < poem.txt", "token by token"),
        ];
    }

    public override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        var sources = _sources.Open(arguments);
        var model = ModelOptions.FolderOf(arguments.GetValue(_model));
        var profile = ProfileOf(arguments, model);
        await using var engine = new TorchEngineFactory().CreateScoringEngine(model, profile, arguments.GetRequiredValue(_device));
        var output = arguments.GetValue(_output) is { } path ? new StreamWriter(path) : Console.Out;
        await using var _ = output == Console.Out ? null : output;
        var writer = WriterOf(arguments, terminal, output, model);

        var scoring = new DocumentScoring(engine, new ScoringDetail(PerToken: arguments.GetValue(_perToken)), () => sources.BytesRead);
        var warnings = new RejectionWarnings(terminal);
        var clock = Stopwatch.StartNew();
        await using (new Meter(terminal, "Scoring", () => ProgressOf(sources, scoring, clock.Elapsed)))
        {
            await foreach (var (document, score) in scoring.ScoreAsync(warnings.Watch(sources.ReadAsync(_sources.Read(arguments), cancellationToken)), cancellationToken))
            {
                if (score.Failure is { } failure)
                    warnings.Add(document.Id, failure);
                writer.Write(document, score);
            }
        }

        warnings.Summarise();
        writer.Finish();
        terminal.Say(
            $"{Units.Count(scoring.Documents, "document")}, {Units.Count(scoring.Tokens, "token")} in {Units.Duration(clock.Elapsed)} ({Units.Rate(scoring.Tokens / clock.Elapsed.TotalSeconds, "tokens")}) under {profile.Model}"
            + (warnings.Count > 0 ? $"; {Units.Count(warnings.Count, "record")} set aside." : "."));
        return 0;
    }

    private ScoringProfile ProfileOf(ParseResult arguments, string model)
    {
        var profile = new TorchEngineFactory().ReadProfile(model);
        return profile with
        {
            StrideTokens = arguments.GetValue(_truncate) ? 0 : profile.StrideTokens,
            Positions = Enum.Parse<ScoredPositions>(arguments.GetRequiredValue(_positions), ignoreCase: true),
        };
    }

    private IScoreWriter WriterOf(ParseResult arguments, Terminal terminal, TextWriter output, string model) =>
        (arguments.GetValue(_format), arguments.GetValue(_perToken)) switch
        {
            ("jsonl", var perToken) => new JsonScoreWriter(output, perToken),
            (_, true) => new TokenTableWriter(terminal.For(output), HuggingFaceTokenizer.Load(model)),
            _ => new ScoreTableWriter(terminal.For(output)),
        };

    private static Progress ProgressOf(SourceSet sources, DocumentScoring scoring, TimeSpan elapsed) => new(
        scoring.ScoredBytes,
        sources.TotalBytes,
        $"{Units.Count(scoring.Documents, "document")} · {Units.Rate(scoring.Tokens / elapsed.TotalSeconds, "tokens")}");
}
