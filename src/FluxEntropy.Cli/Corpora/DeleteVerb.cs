using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Inputs;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Corpora;

internal sealed class DeleteVerb : Verb
{
    private const int IdsACall = 1024;

    private readonly Argument<string[]> _ids = new("id")
    {
        Description = "Ids of documents",
        Arity = ArgumentArity.ZeroOrMore,
    };

    private readonly Option<string> _corpus = new("--corpus")
    {
        Description = "Corpus to delete them from",
        HelpName = "NAME",
        Required = true,
    };

    private readonly Option<string?> _from = new("--ids")
    {
        Description = "File with one id a line; '-' for standard input",
        HelpName = "FILE",
    };

    private readonly Option<string?> _acknowledged = new("--acknowledged")
    {
        Description =
            "Append {\"corpus\",\"id\",\"deleted\"} of each acknowledged deletion to a JSON lines file, "
            + "for 'flux verify --expect'",
        HelpName = "FILE",
    };

    public DeleteVerb()
        : base("delete", "Delete documents from a corpus")
    {
        Take(_ids, _corpus, _from, _acknowledged, SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new(
                "delete books/chapter-1.txt#1 books/chapter-2.txt#1 --corpus books",
                "two documents; ids that no document has are harmless"
            ),
            new("delete --ids takedown.txt --corpus web", "one id a line"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var corpus = arguments.GetRequiredValue(_corpus);
        var named = arguments.GetValue(_ids) ?? [];
        var file = arguments.GetValue(_from);
        if (named.Length == 0 && file is null)
            throw new WrongUsageException("name the documents to delete, or a file of ids with --ids");
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        await using var acknowledged = arguments.GetValue(_acknowledged) is { } path
            ? AcknowledgedFile.Open(path)
            : null;
        var (deleted, absent) = (0, 0);
        foreach (var ids in named.Concat(file is null ? [] : IdFile.Read(file)).Chunk(IdsACall))
        {
            var answer = await client.Ingest.DeleteAsync(
                new DeleteDocumentsRequest { Corpus = corpus, Ids = { ids } },
                cancellationToken: cancellationToken
            );
            if (acknowledged is not null)
                await acknowledged.AppendAsync(corpus, answer);
            var gone = answer.Documents.Count(document => document.Status == DeletedDocument.Types.Status.Deleted);
            (deleted, absent) = (deleted + gone, absent + answer.Documents.Count - gone);
        }

        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(
                new
                {
                    corpus,
                    deleted,
                    absent,
                }
            );
        else
            terminal.Say(
                $"{Units.Count(deleted, "document")} of corpus {corpus} deleted"
                    + (absent > 0 ? $"; {Units.Count(absent, "id")} named none." : ".")
            );
        return 0;
    }
}
