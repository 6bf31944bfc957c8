using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Corpora;

internal sealed class CorpusShowVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "Name of the corpus" };

    public CorpusShowVerb()
        : base("show", "Show what a corpus holds and how far it is scored")
    {
        Take(_name, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("corpus show books", "documents, pending, quarantined, tokens, profile")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var corpus = await client.Corpora.GetAsync(
            new GetCorpusRequest { Name = arguments.GetRequiredValue(_name) },
            cancellationToken: cancellationToken
        );
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(CorpusText.Json(corpus));
        else
            Facts.Write(terminal.Data, $"corpus {corpus.Name}", CorpusText.Facts(corpus));
        return 0;
    }
}
