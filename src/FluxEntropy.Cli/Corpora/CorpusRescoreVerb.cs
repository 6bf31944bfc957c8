using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Corpora;

internal sealed class CorpusRescoreVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "Name of the corpus" };
    private readonly Option<string[]> _metrics = new("--metrics")
    {
        Description = "Metrics to add, separated by commas [all that the server knows]",
        HelpName = "A,B",
        CustomParser = result => result.Tokens[0].Value.Split(',', StringSplitOptions.RemoveEmptyEntries),
    };
    private readonly Option<string?> _profile = new("--profile")
    {
        Description = "Profile to score under, by the beginning of its hash [the active one]",
        HelpName = "HASH",
    };

    public CorpusRescoreVerb()
        : base("rescore", "Score documents under metrics that came after them")
    {
        Take(_name, _metrics, _profile, SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new("corpus rescore books", "every metric that some documents are not scored under"),
            new("corpus rescore books --metrics margin.mean", "one metric; what is published already is never changed"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var request = new RescoreRequest
        {
            Corpus = arguments.GetRequiredValue(_name),
            Metrics = { arguments.GetValue(_metrics) ?? [] },
            Profile = arguments.GetValue(_profile) ?? "",
        };
        RescoreProgress? first = null;
        var latest = new RescoreProgress();
        var states = WatchedStream.ReadAsync(
            () => client.Corpora.Rescore(request, cancellationToken: cancellationToken),
            why => terminal.Say($"The server was lost ({why.TrimEnd('.')}); waiting for it to come back."),
            cancellationToken
        );
        await using (new Meter(terminal, "Rescoring", () => ProgressOf(first, latest)))
        {
            await foreach (var progress in states)
            {
                first ??= progress;
                latest = progress;
            }
        }

        Say(arguments, terminal, first ?? latest);
        return 0;
    }

    private static Progress ProgressOf(RescoreProgress? first, RescoreProgress latest) =>
        first is null ? new Progress(0, null) : new Progress(Left(first) - Left(latest), Left(first));

    private static double Left(RescoreProgress progress) => progress.NotScored.Sum(gap => (double)gap.Documents);

    private static void Say(ParseResult arguments, Terminal terminal, RescoreProgress first)
    {
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(
                new { first.Documents, rescored = first.NotScored.Select(gap => new { gap.Metric, gap.Documents }) }
            );
        else if (first.NotScored.Count == 0)
            terminal.Say("Nothing is missing: every scored document has these metrics.");
        else
            terminal.Say($"Rescored: {string.Join(", ", first.NotScored.Select(Text))}.");
    }

    private static string Text(MetricGap gap) => $"{Units.Count((long)gap.Documents, "document")} under {gap.Metric}";
}
