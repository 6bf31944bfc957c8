using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;

namespace FluxEntropy.Cli.Corpora;

internal sealed class CorpusListVerb : Verb
{
    public CorpusListVerb()
        : base("list", "List the corpora of a server")
    {
        Take(SharedOptions.Json, SharedOptions.Server);
        Examples = [new("corpus list", "documents, scored and pending, tokens and model of each")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var corpora = await client.ListCorporaAsync(cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
        {
            foreach (var corpus in corpora)
                terminal.WriteJson(CorpusText.Json(corpus));
            return 0;
        }

        if (corpora.Count == 0)
        {
            terminal.Say("No corpora yet. Ingest text with 'flux ingest FILE… --corpus NAME'.");
            return 0;
        }

        CorpusTable.Write(terminal.Data, [.. corpora.Where(corpus => corpus.Problem.Length == 0)]);
        foreach (var corpus in corpora.Where(corpus => corpus.Problem.Length > 0))
            terminal.Say($"Corpus {corpus.Name} cannot be described: {corpus.Problem}");
        return 0;
    }
}
