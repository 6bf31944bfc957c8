using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Cli.Queries;
using FluxEntropy.Client;
using FluxEntropy.Exports;
using FluxEntropy.Sketches;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Exports;

internal sealed class ExportVerb : Verb
{
    private static readonly TokenLayout[] Layouts = [TokenLayout.Gpt2, TokenLayout.Llama3];

    private readonly SelectionOptions _selection = new();
    private readonly Option<string> _output = new("--output")
    {
        Description = "Folder (bin) or file (parquet, jsonl, also .gz and .zst) to write",
        HelpName = "PATH",
        Required = true,
    };
    private readonly Option<string> _format = new("--format")
    {
        Description = "Token shards, or rows with text and scores",
        HelpName = "bin|parquet|jsonl",
        DefaultValueFactory = _ => "bin",
    };
    private readonly Option<string> _layout = new("--layout")
    {
        Description = "Layout of token shards",
        HelpName = "gpt2|llama3",
        DefaultValueFactory = _ => "gpt2",
    };
    private readonly Option<int?> _separator = new("--separator")
    {
        Description = "Token before every document [the layout's: 50256 or 128000]",
        HelpName = "ID",
    };
    private readonly Option<int> _shardTokens = new("--shard-tokens")
    {
        Description = "Most tokens of a shard",
        HelpName = "N",
        DefaultValueFactory = _ => 100_000_000,
    };
    private readonly Option<int> _buckets = new("--buckets")
    {
        Description = "Cut the selection into so many buckets of equal mass, 1 to 256",
        HelpName = "K",
        DefaultValueFactory = _ => 1,
    };
    private readonly Option<Mass> _mass = new("--mass")
    {
        Description = "What buckets are equal in",
        HelpName = "tokens|documents",
        DefaultValueFactory = _ => Mass.Tokens,
    };
    private readonly Option<string?> _name = new("--name")
    {
        Description = "What token shards are named after [the corpus]",
        HelpName = "NAME",
    };

    public ExportVerb()
        : base(
            "export",
            "Write documents in the order of a score: token shards for llm.c and modded-nanogpt, Parquet, JSON lines"
        )
    {
        _format.AcceptOnlyFromAmong("bin", "parquet", "jsonl");
        _layout.AcceptOnlyFromAmong([.. Layouts.Select(layout => layout.Name)]);
        Take(_selection.All);
        Take(
            _output,
            _format,
            _layout,
            _separator,
            _shardTokens,
            _buckets,
            _mass,
            _name,
            SharedOptions.Json,
            SharedOptions.Server
        );
        Validators.Add(result => SelectionOptions.RequireOne(result, _selection.Ranges));
        _buckets.Validators.Add(OptionParsers.Between(1, 256));
        _shardTokens.Validators.Add(OptionParsers.Between(1, TokenLayout.MostTokens));
        Examples =
        [
            new(
                "export --corpus books --output books-sorted",
                "books_train_000001.bin and on, from low to high mean entropy"
            ),
            new(
                "export --corpus books --buckets 6 --output books-buckets",
                "bucket_1.bin to bucket_6.bin of equal tokens"
            ),
            new(
                "export --corpus books --held-out --output books-val",
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
        var buckets = arguments.GetValue(_buckets);
        var profile = await ProfileAsync(client, request, cancellationToken);
        var summary = new ExportSummary
        {
            Corpus = request.Corpus,
            Metric = request.Metric,
            Model = profile.Model,
            Profile = profile.Hash,
            Order =
                request.HeldOut ? "shard and row"
                : request.Descending ? "descending"
                : "ascending",
            Buckets = [.. Enumerable.Range(0, buckets).Select(_ => new ExportBucket())],
        };
        await using var export = await CreateAsync(arguments, request, profile, summary);

        // Buckets of equal mass need the mass of all first.
        long total = 0;
        if (buckets > 1)
        {
            await using var counting = new Meter(terminal, "Counting", () => new Progress(total, null, "units"));
            await foreach (var document in FindAsync(client, request, cancellationToken))
                total += Weight(document);
        }

        export.Ask(request);
        long before = 0;
        await using (
            new Meter(terminal, "Exporting", () => new Progress(summary.Documents, null, $"{summary.Tokens:N0} tokens"))
        )
        {
            await foreach (var document in FindAsync(client, request, cancellationToken))
            {
                var bucket =
                    buckets == 1 || total == 0 ? 0 : (int)Int128.Min(buckets - 1, (Int128)before * buckets / total);
                if (request.Descending)
                    bucket = buckets - 1 - bucket; // bucket 1 stays the lowest
                await export.AddAsync(document, bucket);
                before += Weight(document);
                Count(summary, summary.Buckets[bucket], document);
            }
        }
        if (summary.Documents == 0)
            throw new CommandFailedException("no document is in that selection: nothing was written");
        await export.PublishAsync(summary);
        Tell(arguments, terminal, summary);
        return 0;

        long Weight(ScoredDocument document) => arguments.GetValue(_mass) == Mass.Tokens ? document.Tokens : 1;
    }

    private async Task<IExport> CreateAsync(
        ParseResult arguments,
        QueryRequest request,
        Profile profile,
        ExportSummary summary
    )
    {
        var output = arguments.GetRequiredValue(_output);
        switch (arguments.GetValue(_format))
        {
            case "parquet":
                return await ParquetExport.CreateAsync(output, summary);
            case "jsonl":
                return new JsonLinesExport(OutputFile.Create(output));
            default:
                var layout = Layouts.Single(known => known.Name == arguments.GetValue(_layout));
                if (arguments.GetValue(_separator) is null && profile.VocabularySize < layout.Separator + 1)
                {
                    throw new CommandFailedException(
                        $"the tokens of corpus {request.Corpus} are those of {profile.Model}, whose vocabulary of {profile.VocabularySize:N0} has no token {layout.Separator}, "
                            + $"which layout {layout.Name} puts before every document: score the corpus with a model of that tokenizer, or name another token by --separator"
                    );
                }
                return new TokenExport(
                    output,
                    arguments.GetValue(_name) ?? request.Corpus,
                    request.HeldOut ? "val" : "train",
                    layout,
                    arguments.GetValue(_separator) ?? layout.Separator,
                    arguments.GetValue(_shardTokens),
                    summary.Buckets.Length
                );
        }
    }

    private void Tell(ParseResult arguments, Terminal terminal, ExportSummary summary)
    {
        var output = arguments.GetRequiredValue(_output);
        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.WriteJson(
                new
                {
                    output,
                    summary.Corpus,
                    summary.Metric,
                    summary.Profile,
                    summary.Documents,
                    summary.Tokens,
                    summary.Buckets,
                }
            );
            return;
        }
        terminal.Say(
            $"Wrote {Units.Count(summary.Documents, "document")}, {Units.Count(summary.Tokens, "token")}, to {output}."
        );
        if (summary.Buckets.Length == 1)
            return;
        var table = new StreamedTable(
            terminal.Data,
            [
                new("bucket", 6),
                new("documents", 12),
                new("tokens", 15),
                new(summary.Metric, Math.Max(18, summary.Metric.Length)),
            ]
        );
        table.Head();
        for (var i = 0; i < summary.Buckets.Length; i++)
            table.Row([
                $"{i + 1}",
                $"{summary.Buckets[i].Documents:N0}",
                $"{summary.Buckets[i].Tokens:N0}",
                $"{summary.Buckets[i].Min:0.0000} to {summary.Buckets[i].Max:0.0000}",
            ]);
    }

    private static void Count(ExportSummary summary, ExportBucket bucket, ScoredDocument document)
    {
        summary.Documents++;
        summary.Tokens += document.Tokens;
        bucket.Documents++;
        bucket.Tokens += document.Tokens;
        if (!document.Metrics.TryGetValue(summary.Metric, out var value))
            return;
        bucket.Min = Math.Min(bucket.Min ?? value, value);
        bucket.Max = Math.Max(bucket.Max ?? value, value);
    }

    private static async IAsyncEnumerable<ScoredDocument> FindAsync(
        FluxClient client,
        QueryRequest request,
        [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var call = client.Scores.Query(request, cancellationToken: cancellationToken);
        await foreach (var document in call.ResponseStream.ReadAllAsync(cancellationToken))
        {
            if (document.State == ScoredDocument.Types.State.Scored)
                yield return document;
        }
    }

    private static async Task<Profile> ProfileAsync(
        FluxClient client,
        QueryRequest request,
        CancellationToken cancellationToken
    )
    {
        var profiles = (
            await client.Profiles.ListAsync(
                new ListProfilesRequest { Corpus = request.Corpus },
                cancellationToken: cancellationToken
            )
        ).Profiles;
        var named = profiles.FirstOrDefault(profile =>
            request.Profile.Length == 0
                ? profile.Active
                : profile.Profile.Hash.StartsWith(request.Profile, StringComparison.Ordinal)
        )
            ?? throw new CommandFailedException(
                $"--profile: corpus {request.Corpus} is not scored under '{request.Profile}'; 'flux profile list {request.Corpus}' shows its profiles"
            );
        request.Profile = named.Profile.Hash; // one that is made active meanwhile changes nothing
        return named.Profile;
    }
}
