using System.CommandLine;
using System.Runtime.CompilerServices;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Queries;

internal sealed class QueryVerb : Verb
{
    private readonly SelectionOptions _selection = new();

    private readonly Option<string[]> _ids = new("--ids")
    {
        Description = "These documents, in this order",
        HelpName = "ID",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<bool> _text = new("--text") { Description = "Show the text of the documents, too" };

    private readonly Option<string> _format = new("--format")
    {
        Description = "Form of the answer",
        HelpName = "table|jsonl",
        DefaultValueFactory = _ => "table",
    };

    private readonly Option<bool> _distribution = new("--distribution")
    {
        Description = "Show the metric's quantiles and histogram rather than documents",
    };

    private readonly Option<uint> _bins = new("--bins")
    {
        Description = "Bins of the histogram, 1 to 1,000",
        HelpName = "N",
        DefaultValueFactory = _ => 24,
    };

    public QueryVerb()
        : base("query", "Find documents by score, and show distributions")
    {
        _format.AcceptOnlyFromAmong("table", "jsonl");
        Take(_selection.All);
        Take(_ids, _text, _format, _distribution, _bins, SharedOptions.Server);
        Validators.Add(result => SelectionOptions.RequireOne(result, [.. _selection.Ranges, _ids, _distribution]));
        Examples =
        [
            new(
                "query --corpus books --fractions 0.9..1 --limit 10",
                "ten documents of the highest tenth of mean entropy"
            ),
            new("query --corpus books --fractions 0.2..0.8 --where language=en", "the middle ranks, in English only"),
            new(
                "query --corpus books --metric perplexity --descending --limit 20 --text",
                "the most perplexing ones, with their text"
            ),
            new("query --corpus books --distribution --metric surprisal.mean", "quantiles and a histogram"),
            new("query --corpus books --values 2.5..3 --format jsonl", "all scores of documents of 2.5 to 3 nats"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var jsonLines = arguments.GetValue(_format) == "jsonl";
        if (arguments.GetValue(_distribution))
        {
            DistributionText.Write(
                terminal,
                _selection.Corpus(arguments),
                await DistributionAsync(client, arguments, cancellationToken),
                jsonLines
            );
            return 0;
        }

        var writer = new ScoredDocumentWriter(
            terminal,
            _selection.Metric(arguments),
            jsonLines,
            arguments.GetValue(_text),
            isRanked: arguments.GetValue(_ids) is not { Length: > 0 } && !_selection.Request(arguments).HeldOut
        );
        await foreach (var document in FindAsync(client, arguments, cancellationToken))
            writer.Write(document);
        if (writer.Written == 0)
            terminal.Say("No document is in that range.");
        if (arguments.GetValue(_ids) is not { Length: > 0 })
            await WarnOfGapAsync(client, arguments, terminal, cancellationToken);
        return 0;
    }

    private async Task<DistributionResponse> DistributionAsync(
        FluxClient client,
        ParseResult arguments,
        CancellationToken cancellationToken
    ) =>
        await client.Scores.DistributionAsync(
            new()
            {
                Corpus = _selection.Corpus(arguments),
                Metric = _selection.Metric(arguments),
                HistogramBins = arguments.GetValue(_bins),
                Profile = _selection.Profile(arguments),
            },
            cancellationToken: cancellationToken
        );

    // Documents without the metric have no rank, so that no range of ranks shows them.
    private async Task WarnOfGapAsync(
        FluxClient client,
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var distribution = await DistributionAsync(client, arguments, cancellationToken);
        DistributionText.WarnOfGap(terminal, _selection.Corpus(arguments), distribution);
    }

    private async IAsyncEnumerable<ScoredDocument> FindAsync(
        FluxClient client,
        ParseResult arguments,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        if (arguments.GetValue(_ids) is { Length: > 0 } ids)
        {
            var named = new GetScoresRequest
            {
                Corpus = _selection.Corpus(arguments),
                Ids = { ids },
                IncludeText = arguments.GetValue(_text),
                Profile = _selection.Profile(arguments),
            };
            await foreach (var document in client.ReadScoresAsync(named, cancellationToken))
                yield return document;
            yield break;
        }

        var request = _selection.Request(arguments);
        request.IncludeText = arguments.GetValue(_text);
        using var call = client.Scores.Query(request, cancellationToken: cancellationToken);
        await foreach (var document in call.ResponseStream.ReadAllAsync(cancellationToken))
            yield return document;
    }
}
