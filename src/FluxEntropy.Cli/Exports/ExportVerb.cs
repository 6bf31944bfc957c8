using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Corpora;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Queries;
using FluxEntropy.Client;
using FluxEntropy.Sketches;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Exports;

internal sealed class ExportVerb : Verb
{
    private readonly SelectionOptions _selection = new();
    private readonly ExportFormOptions _form = new();

    private readonly Option<int> _buckets = new("--buckets")
    {
        Description = "Buckets of equal mass to cut the selection into, 1 to 256",
        HelpName = "K",
        DefaultValueFactory = _ => 1,
    };

    private readonly Option<Mass> _mass = new("--mass")
    {
        Description = "What buckets are equal in",
        HelpName = "tokens|documents",
        DefaultValueFactory = _ => Mass.Tokens,
    };

    public ExportVerb()
        : base(
            "export",
            "Write documents in the order of a score: token shards for llm.c and modded-nanogpt, Parquet, JSON lines"
        )
    {
        Take(_selection.All);
        Take(_form.All);
        Take(_buckets, _mass, _form.Name, SharedOptions.Json, SharedOptions.Server);
        Validators.Add(result => OptionParsers.RequireOne(result, _selection.Ranges));
        _buckets.Validators.Add(OptionParsers.Between(1, 256));
        Examples =
        [
            new(
                "export --corpus books --separator 0 --output books-sorted",
                "books_train_000001.bin and on, from low to high mean entropy; 0 is the end of text of the model that ships"
            ),
            new(
                "export --corpus books --separator 0 --buckets 6 --output books-buckets",
                "bucket_1.bin to bucket_6.bin of equal tokens"
            ),
            new(
                "export --corpus books --separator 0 --held-out --output books-val",
                "books_val_000000.bin, of the documents kept for validation"
            ),
            new(
                "export --corpus books --fractions 0.2..0.8 --where language=en --format parquet --output middle.parquet",
                "a selection, with its text and scores"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var request = _selection.Request(arguments);
        var scored = await ExportQuery.PinProfileAsync(client, request, cancellationToken);
        var summary = ExportSummary.Of(request, scored, arguments.GetValue(_buckets));
        await using var export = _form.Create(arguments, request, scored.Profile, summary);
        var cut = new BucketCut(summary.Buckets.Length, arguments.GetValue(_mass), request.Descending);
        if (summary.Buckets.Length > 1 || export.CountsFirst)
            await CountAsync(client, request, cut, export, terminal, cancellationToken);
        export.Ask(request);
        await WriteAsync(client, request, cut, export, summary, terminal, cancellationToken);
        if (summary.Documents == 0)
        {
            await MetadataKeys.RequireAsync(client, request, cancellationToken);
            throw new CommandFailedException("no document is in that selection: nothing was written");
        }
        await export.PublishAsync(summary);
        if (scored.Active && await client.FindCorpusAsync(request.Corpus, cancellationToken) is { } corpus)
            summary.Unmeasured = CorpusText.Unmeasured(corpus);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(ExportText.Json(_form.Output(arguments), summary));
        else
            ExportText.Write(terminal, _form.Output(arguments), summary);
        return 0;
    }

    // Buckets of equal mass need the mass of the whole selection first, and columns the names of all fields.
    private static async Task CountAsync(
        FluxClient client,
        QueryRequest request,
        BucketCut cut,
        IExport export,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        long documents = 0;
        await using var meter = new Meter(terminal, "Counting", () => new(documents, null, "documents"));
        await foreach (var document in ExportQuery.FindAsync(client, request, cancellationToken))
        {
            cut.Count(document);
            export.Count(document);
            documents++;
        }
    }

    private static async Task WriteAsync(
        FluxClient client,
        QueryRequest request,
        BucketCut cut,
        IExport export,
        ExportSummary summary,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        await using var meter = new Meter(terminal, "Exporting", () =>
            new(summary.Documents, null, $"{summary.Tokens:N0} tokens")
        );
        await foreach (var document in ExportQuery.FindAsync(client, request, cancellationToken))
        {
            var bucket = cut.Next(document);
            await export.AddAsync(document, bucket);
            summary.Add(document, bucket);
        }
    }
}
