using System.CommandLine;
using FluxEntropy.Cli.Client;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Grpc.Core;

namespace FluxEntropy.Cli.Verbs;

internal sealed class QueryVerb : Verb
{
    private readonly Option<string> _corpus = new("--corpus") { Description = "Corpus to ask", HelpName = "NAME", Required = true };
    private readonly Option<string> _metric = new("--metric") { Description = "Metric to order by", HelpName = "METRIC", DefaultValueFactory = _ => "entropy.mean" };
    private readonly Option<(double? From, double? To)?> _ranks = new("--ranks") { Description = "Ranks, from 0, the last excluded", HelpName = "A..B", CustomParser = SharedOptions.Range };
    private readonly Option<(double? From, double? To)?> _fractions = new("--fractions") { Description = "Ranks as fractions of the documents, 0 to 1", HelpName = "A..B", CustomParser = SharedOptions.Range };
    private readonly Option<(double? From, double? To)?> _values = new("--values") { Description = "Values of the metric, the last excluded", HelpName = "A..B", CustomParser = SharedOptions.Range };
    private readonly Option<string[]> _ids = new("--ids") { Description = "These documents, in this order", HelpName = "ID", AllowMultipleArgumentsPerToken = true };
    private readonly Option<bool> _descending = new("--descending") { Description = "Highest first" };
    private readonly Option<ulong> _limit = new("--limit") { Description = "At most this many; 0: all", HelpName = "N", DefaultValueFactory = _ => 0 };
    private readonly Option<bool> _text = new("--text") { Description = "Show the documents' text too" };
    private readonly Option<string> _format = new("--format") { Description = "Form of the answer", HelpName = "table|jsonl", DefaultValueFactory = _ => "table" };
    private readonly Option<bool> _distribution = new("--distribution") { Description = "Show the metric's quantiles and histogram in place of documents" };
    private readonly Option<string?> _profile = new("--profile") { Description = "Profile whose scores are wanted, by the beginning of its hash [the active one]", HelpName = "HASH" };
    private readonly Option<uint> _bins = new("--bins") { Description = "Bins of the histogram, 1 to 1,000", HelpName = "N", DefaultValueFactory = _ => 24 };

    public QueryVerb()
        : base("query", "Find documents by score, and show distributions")
    {
        _format.AcceptOnlyFromAmong("table", "jsonl");
        Take(_corpus, _metric, _ranks, _fractions, _values, _ids, _descending, _limit, _text, _format, _distribution, _bins, _profile, SharedOptions.Server);
        Validators.Add(result =>
        {
            Option[] ranges = [_ranks, _fractions, _values, _ids, _distribution];
            if (ranges.Count(option => result.GetResult(option) is { Implicit: false }) > 1)
                result.AddError("give one of --ranks, --fractions, --values, --ids and --distribution");
        });
        Examples =
        [
            new("query --corpus books --fractions 0.9..1 --limit 10", "ten documents of the highest tenth of mean entropy"),
            new("query --corpus books --metric perplexity --descending --limit 20 --text", "the most perplexing ones, with their text"),
            new("query --corpus books --distribution --metric surprisal.mean", "quantiles and a histogram"),
            new("query --corpus books --values 2.5..3 --format jsonl", "all scores of documents of 2.5 to 3 nats"),
        ];
    }

    public override async Task<int> RunAsync(ParseResult arguments, Terminal terminal, CancellationToken cancellationToken)
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var jsonLines = arguments.GetValue(_format) == "jsonl";
        if (arguments.GetValue(_distribution))
        {
            var request = new DistributionRequest { Corpus = arguments.GetRequiredValue(_corpus), Metric = arguments.GetRequiredValue(_metric), HistogramBins = arguments.GetValue(_bins), Profile = arguments.GetValue(_profile) ?? "" };
            DistributionText.Write(terminal, await client.Scores.DistributionAsync(request, cancellationToken: cancellationToken), jsonLines);
            return 0;
        }

        var writer = new ScoredDocumentWriter(terminal, arguments.GetRequiredValue(_metric), jsonLines, arguments.GetValue(_text));
        await foreach (var document in FindAsync(client, arguments, cancellationToken))
            writer.Write(document);
        if (writer.Written == 0)
            terminal.Say("No document is in that range.");
        return 0;
    }

    private async IAsyncEnumerable<ScoredDocument> FindAsync(
        FluxClient client, ParseResult arguments, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (arguments.GetValue(_ids) is { Length: > 0 } ids)
        {
            var request = new GetScoresRequest { Corpus = arguments.GetRequiredValue(_corpus), Ids = { ids }, IncludeText = arguments.GetValue(_text), Profile = arguments.GetValue(_profile) ?? "" };
            foreach (var document in (await client.Scores.GetAsync(request, cancellationToken: cancellationToken)).Documents)
                yield return document;
            yield break;
        }

        using var call = client.Scores.Query(RequestOf(arguments), cancellationToken: cancellationToken);
        await foreach (var document in call.ResponseStream.ReadAllAsync(cancellationToken))
            yield return document;
    }

    private QueryRequest RequestOf(ParseResult arguments)
    {
        var request = new QueryRequest
        {
            Corpus = arguments.GetRequiredValue(_corpus),
            Metric = arguments.GetRequiredValue(_metric),
            Descending = arguments.GetValue(_descending),
            Limit = arguments.GetValue(_limit),
            IncludeText = arguments.GetValue(_text),
            Profile = arguments.GetValue(_profile) ?? "",
        };
        if (arguments.GetValue(_ranks) is { } ranks)
            request.Ranks = new() { From = Rank(ranks.From), To = Rank(ranks.To) };
        else if (arguments.GetValue(_fractions) is { } fractions)
            request.Fractions = new() { From = fractions.From ?? 0, To = fractions.To ?? 1 };
        else if (arguments.GetValue(_values) is { } values)
        {
            request.Values = new();
            if (values.From is { } min)
                request.Values.Min = min;
            if (values.To is { } max)
                request.Values.Max = max;
        }

        return request;
    }

    private static ulong Rank(double? rank) => rank switch
    {
        null => 0,
        >= 0 and < 1e15 when Math.Floor(rank.Value) == rank => (ulong)rank,
        _ => throw new CommandFailedException($"--ranks: {rank} is not a rank; ranks are whole numbers from 0"),
    };
}
