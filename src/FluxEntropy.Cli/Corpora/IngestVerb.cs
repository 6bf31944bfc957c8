using System.CommandLine;
using System.Diagnostics;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Inputs;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Status = FluxEntropy.V1.DocumentOutcome.Types.Status;

namespace FluxEntropy.Cli.Corpora;

internal sealed class IngestVerb : Verb
{
    private readonly SourceArguments _sources = new();
    private readonly CorpusOptions _corpusOptions = new();

    private readonly Option<string> _corpus = new("--corpus")
    {
        Description = "Corpus to ingest into; created when it is missing",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string?> _acknowledged = new("--acknowledged")
    {
        Description =
            "Append {\"corpus\",\"id\",\"textHash\"} of each acknowledged document to a JSON lines file, "
            + "for 'flux verify --expect'",
        HelpName = "FILE",
    };

    private readonly Option<bool> _replace = new("--replace")
    {
        Description = "Let a text replace another one under the same id, rather than quarantine it",
    };

    private readonly Option<bool> _wait = new("--wait") { Description = "Return once everything is scored" };

    public IngestVerb()
        : base("ingest", "Ingest text into a corpus")
    {
        Take(_sources.Files, _corpus);
        Take(_sources.Options);
        Take(_corpusOptions.All);
        Take(_replace, _acknowledged, _wait, SharedOptions.Json, SharedOptions.Server);
        NotesTitle = "Interruptions";
        Notes =
        [
            (
                "lost server",
                $"sending goes on after the last acknowledged batch once the server is back, and gives up after "
                    + $"{ServerLoss.GiveUpAfter.TotalMinutes:0} minutes with exit code 1"
            ),
            ("sent twice", "the same text under the same id is stored once and counted as already present"),
        ];
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
                "ingest chats.jsonl --corpus chats --text-field messages --chat-template ~/models/SmolLM2-135M-Instruct",
                "lists of chat messages, as that model is fed them"
            ),
            new("ingest notes.jsonl --corpus notes --replace", "texts that were edited since replace the old ones"),
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
        var template = _sources.ChatTemplate.ForUnknownModel(arguments);
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        await IngestedCorpus.EnsureAsync(client, _corpusOptions.Read(arguments, name), terminal, cancellationToken);

        var clock = Stopwatch.StartNew();
        var warnings = new RejectionWarnings(terminal)
        {
            NoteOnLines = _sources.ChatTemplate.NoteOnLines(arguments, model: null),
        };
        await using var acknowledged = arguments.GetValue(_acknowledged) is { } path
            ? AcknowledgedFile.Open(path)
            : null;
        var ingestion = new Ingestion(client, name)
        {
            Replaces = arguments.GetValue(_replace),
            Answered = answer => AnsweredAsync(name, answer, warnings, acknowledged),
            ReconnectFor = ServerLoss.GiveUpAfter,
            Lost = why => terminal.Say(IngestedCorpus.Lost(why)),
            Found = () => terminal.Say("The server is back: going on where it was lost."),
        };
        await using (
            new Meter(terminal, "Ingesting", () =>
                IngestText.Progress(sources.BytesRead, sources.TotalBytes, ingestion.Tally, clock.Elapsed)
            )
        )
            await ingestion.SendAsync(
                warnings.Watch(sources.ReadAsync(_sources.Read(arguments, template), cancellationToken)),
                cancellationToken
            );
        var elapsed = clock.Elapsed;
        warnings.Summarise($"flux corpus quarantine {name}");
        warnings.CheckAnyRead();
        ChatTemplateOption.WarnOfClock(template, terminal);

        var corpus = arguments.GetValue(_wait)
            ? await IngestedCorpus.WaitAsync(client, name, terminal, cancellationToken)
            : await client.Corpora.GetAsync(new GetCorpusRequest { Name = name }, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.WriteJson(IngestText.Json(ingestion.Tally, elapsed, corpus));
            return 0;
        }
        terminal.Say(IngestText.Records(ingestion.Tally, elapsed));
        terminal.Say(IngestText.Holds(corpus));
        if (warnings.HasRendered)
            terminal.Say(IngestText.ControlTokens(name));
        return 0;
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
}
