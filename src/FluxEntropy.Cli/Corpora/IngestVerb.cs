using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Inputs;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.Sources.Files;
using FluxEntropy.V1;
using Grpc.Core;
using Progress = FluxEntropy.Cli.Output.Progress;
using Status = FluxEntropy.V1.DocumentOutcome.Types.Status;

namespace FluxEntropy.Cli.Corpora;

internal sealed class IngestVerb : Verb
{
    private readonly SourceArguments _sources = new();
    private readonly CorpusOptions _corpusOptions = new();
    private readonly Option<string> _corpus = new("--corpus")
    {
        Description = "Corpus to bring it into; made when it is missing",
        HelpName = "NAME",
        Required = true,
    };
    private readonly Option<string?> _acknowledged = new("--acknowledged")
    {
        Description =
            "Append each acknowledged document's {\"corpus\",\"id\",\"textHash\"} to a JSON lines file, for 'flux verify --expect'",
        HelpName = "FILE",
    };

    private readonly Option<bool> _replace = new("--replace")
    {
        Description = "Let a text take the place of another one of its id, in place of setting it aside",
    };
    private readonly Option<bool> _wait = new("--wait") { Description = "Return once everything is scored" };

    public IngestVerb()
        : base("ingest", "Bring text into a corpus")
    {
        Take(_sources.Files, _corpus);
        Take(_sources.Options);
        Take(_corpusOptions.All);
        Take(_replace, _acknowledged, _wait, SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new("ingest books/ --corpus books --wait", "a folder of text files; return once they are scored"),
            new(
                "ingest *.jsonl.gz --corpus web --text-field content",
                "JSON lines, compressed, whose text is in \"content\""
            ),
            new(
                "ingest prompts.csv train-*.parquet --corpus prompts --text-field prompt",
                "tables; their other columns become metadata"
            ),
            new("ingest - --corpus chat --split lines", "standard input, a document a line"),
            new(
                "ingest notes.jsonl --corpus notes --replace",
                "texts that were edited since take the place of the old ones"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var name = arguments.GetRequiredValue(_corpus);
        var sources = _sources.Open(arguments);
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        await EnsureCorpusAsync(client, _corpusOptions.Read(arguments, name), terminal, cancellationToken);

        var clock = Stopwatch.StartNew();
        var warnings = new RejectionWarnings(terminal);
        await using var acknowledged = arguments.GetValue(_acknowledged) is { } path
            ? AcknowledgedFile.Open(path)
            : null;
        var ingestion = new Ingestion(client, name)
        {
            Replaces = arguments.GetValue(_replace),
            Answered = answer => AnsweredAsync(name, answer, warnings, acknowledged),
        };
        await using (new Meter(terminal, "Ingesting", () => ProgressOf(sources, ingestion.Tally, clock.Elapsed)))
            await ingestion.SendAsync(
                warnings.Watch(sources.ReadAsync(_sources.Read(arguments), cancellationToken)),
                cancellationToken
            );
        var ingestSeconds = clock.Elapsed;
        warnings.Summarise($"flux corpus quarantine {name}");

        var corpus = arguments.GetValue(_wait)
            ? await WaitAsync(client, name, terminal, cancellationToken)
            : await client.Corpora.GetAsync(new GetCorpusRequest { Name = name }, cancellationToken: cancellationToken);
        Report(arguments, terminal, ingestion.Tally, ingestSeconds, corpus);
        return 0;
    }

    private static async Task EnsureCorpusAsync(
        FluxClient client,
        CreateCorpusRequest request,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        if (await client.FindCorpusAsync(request.Name, cancellationToken) is not null)
            return;
        try
        {
            await client.Corpora.CreateAsync(request, cancellationToken: cancellationToken);
            terminal.Say($"Made corpus {request.Name}.");
        }
        catch (RpcException taken) when (taken.StatusCode == StatusCode.AlreadyExists)
        {
            // Another client was quicker: the corpus is there, which is all that was wanted.
        }
    }

    private static async Task AnsweredAsync(
        string corpus,
        AppendResponse answer,
        RejectionWarnings warnings,
        AcknowledgedFile? acknowledged
    )
    {
        if (acknowledged is not null)
            await acknowledged.AppendAsync(corpus, answer);
        foreach (var outcome in answer.Outcomes.Where(outcome => outcome.Status == Status.Quarantined))
            warnings.Add(outcome.Id, outcome.Reason);
    }

    private static Progress ProgressOf(SourceSet sources, IngestTally tally, TimeSpan elapsed) =>
        new(
            sources.BytesRead,
            sources.TotalBytes,
            $"{Units.Count(tally.Answered, "document")} · {Units.Rate(tally.Answered / elapsed.TotalSeconds, "documents")}"
        );

    private static async Task<Corpus> WaitAsync(
        FluxClient client,
        string name,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var clock = Stopwatch.StartNew();
        Corpus? first = null;
        Corpus? latest = null;
        await using var meter = new Meter(terminal, "Scoring", () =>
            latest is { } corpus
                ? new(
                    corpus.Indexed,
                    corpus.Documents,
                    $"{corpus.Indexed:N0} of {Units.Count((long)corpus.Documents, "document")} · {Units.Rate((corpus.Tokens - first!.Tokens) / clock.Elapsed.TotalSeconds, "tokens")}"
                )
                : default
        );
        return await client.WaitUntilScoredAsync(
            name,
            corpus => latest = (first ??= corpus) is null ? null : corpus,
            cancellationToken
        );
    }

    private static string Replaced(IngestTally tally) => tally.Replaced > 0 ? $"{tally.Replaced:N0} replaced, " : "";

    private static void Report(
        ParseResult arguments,
        Terminal terminal,
        IngestTally tally,
        TimeSpan elapsed,
        Corpus corpus
    )
    {
        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.WriteJson(
                new
                {
                    corpus = corpus.Name,
                    tally.Accepted,
                    tally.Present,
                    tally.Replaced,
                    tally.Quarantined,
                    tally.TextBytes,
                    seconds = elapsed.TotalSeconds,
                    corpus.Documents,
                    corpus.Pending,
                }
            );
            return;
        }

        terminal.Say(
            $"{Units.Count(tally.Answered, "record")} in {Units.Duration(elapsed)} ({Units.Rate(tally.Answered / elapsed.TotalSeconds, "records")}, {Units.Bytes(tally.TextBytes)} of text): "
                + $"{tally.Accepted:N0} accepted, {tally.Present:N0} present already, {Replaced(tally)}{tally.Quarantined:N0} quarantined."
        );
        terminal.Say(
            corpus.Pending == 0
                ? $"Corpus {corpus.Name} holds {Units.Count((long)corpus.Documents, "document")}, all scored."
                : $"Corpus {corpus.Name} holds {Units.Count((long)corpus.Documents, "document")}, of which {corpus.Pending:N0} wait to be scored."
        );
    }
}
