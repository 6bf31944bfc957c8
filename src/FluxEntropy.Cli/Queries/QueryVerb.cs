using System.CommandLine;
using System.CommandLine.Parsing;
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

    private readonly NamedDocuments _named = new();

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
        Take([.. _named.All, _text, _format, _distribution, _bins, SharedOptions.Server]);
        Validators.Add(CheckCombination);
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
            new("query --corpus books --ids ids.txt --format jsonl", "documents named in a file; --id names them here"),
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

        var isNamed = _named.AreGiven(arguments);
        var request = _selection.Request(arguments);
        request.IncludeText = arguments.GetValue(_text);
        var writer = new ScoredDocumentWriter(
            terminal,
            request.Metric,
            jsonLines,
            request.IncludeText,
            isRanked: !isNamed && !request.HeldOut
        );
        var documents = isNamed
            ? _named.FindAsync(client, arguments, Named(request), cancellationToken)
            : FindAsync(client, request, cancellationToken);
        await foreach (var document in documents)
            writer.Write(document);
        if (isNamed)
        {
            if (writer.Written == 0)
                terminal.Say("No document is named there.");
            return 0;
        }
        if (writer.Written == 0)
            terminal.Say(await MetadataKeys.WhyEmptyAsync(client, request, cancellationToken));
        await WarnOfGapAsync(client, arguments, terminal, cancellationToken);
        return 0;
    }

    // An option that has no part in the answer would let it pass for the answer to another question.
    private void CheckCombination(CommandResult result)
    {
        OptionParsers.RequireOne(result, [.. _selection.Ranges, _distribution]);
        if (IsGiven(_distribution))
            Refuse("--distribution describes the whole corpus", [.. _named.All, .. _selection.Narrowing, _text]);
        else
            Refuse("a histogram is what --distribution shows", _bins);
        if (_named.All.FirstOrDefault(IsGiven) is { } named)
            Refuse($"{named.Name} names each document", [.. _selection.Ranges, .. _selection.Narrowing]);

        bool IsGiven(Option option) => result.GetResult(option) is { Implicit: false };

        void Refuse(string why, params Option[] options)
        {
            foreach (var option in options.Where(IsGiven))
                result.AddError($"{option.Name} has no meaning here: {why}; leave it out");
        }
    }

    private static GetScoresRequest Named(QueryRequest request) =>
        new()
        {
            Corpus = request.Corpus,
            IncludeText = request.IncludeText,
            Profile = request.Profile,
        };

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

    private static async IAsyncEnumerable<ScoredDocument> FindAsync(
        FluxClient client,
        QueryRequest request,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        using var call = client.Scores.Query(request, cancellationToken: cancellationToken);
        await foreach (var document in call.ResponseStream.ReadAllAsync(cancellationToken))
            yield return document;
    }
}
