using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

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
        var corpora = (
            await client.Corpora.ListAsync(new ListCorporaRequest(), cancellationToken: cancellationToken)
        ).Corpora;
        if (arguments.GetValue(SharedOptions.Json))
        {
            foreach (var corpus in corpora)
                terminal.WriteJson(CorpusText.Json(corpus));
            return 0;
        }

        if (corpora.Count == 0)
        {
            terminal.Say("No corpora yet. Bring text in with 'flux ingest FILE… --corpus NAME'.");
            return 0;
        }

        var names = corpora.Max(corpus => corpus.Name.Length);
        var table = new StreamedTable(
            terminal.Data,
            new("corpus", -Math.Max(6, names)),
            new("documents", 11),
            new("scored", 11),
            new("pending", 9),
            new("quarantined", 11),
            new("tokens", 14),
            new("model", -24)
        );
        table.Head();
        foreach (var corpus in corpora.Where(corpus => corpus.Problem.Length == 0))
            table.Row(
                corpus.Name,
                $"{corpus.Documents:N0}",
                $"{corpus.Indexed:N0}",
                $"{corpus.Pending:N0}",
                $"{corpus.Quarantined:N0}",
                $"{corpus.Tokens:N0}",
                corpus.Profile?.Model ?? ""
            );
        foreach (var corpus in corpora.Where(corpus => corpus.Problem.Length > 0))
            terminal.Say($"Corpus {corpus.Name} cannot be described: {corpus.Problem}");
        return 0;
    }
}
