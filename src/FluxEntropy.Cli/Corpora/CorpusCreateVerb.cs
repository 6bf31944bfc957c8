using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;

namespace FluxEntropy.Cli.Corpora;

internal sealed class CorpusCreateVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "1 to 64 of a–z, 0–9, '-', '_' and '.'" };
    private readonly CorpusOptions _options = new();

    public CorpusCreateVerb()
        : base("create", "Create a corpus")
    {
        Take(_name);
        Take(_options.All);
        Take(SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new(
                "corpus create books --shards 8 --held-out 0.05",
                "8 shards; 5% of the texts are held out from training"
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
        var request = _options.Read(arguments, arguments.GetRequiredValue(_name));
        var corpus = await client.Corpora.CreateAsync(request, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(CorpusText.Json(corpus));
        else
            terminal.Say(
                $"Created corpus {corpus.Name}: {Units.Count(corpus.Shards, "shard")}, "
                    + $"{Units.Count(corpus.Groups, "aggregator")}, scored under {corpus.Profile?.Model ?? "no model"}."
            );
        return 0;
    }
}
