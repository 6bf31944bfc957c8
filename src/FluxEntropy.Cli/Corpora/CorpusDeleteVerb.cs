using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Corpora;

internal sealed class CorpusDeleteVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "Name of the corpus" };
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask for confirmation" };
    private readonly Option<bool> _withSessions = new("--with-sessions")
    {
        Description = "Stop and delete its training runs, too",
    };

    public CorpusDeleteVerb()
        : base("delete", "Delete a corpus with its documents and scores")
    {
        Take(_name, _withSessions, _yes, SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new("corpus delete books", "asks for confirmation first"),
            new(
                "corpus delete books --with-sessions --yes",
                "in a script, with its training runs and their checkpoints"
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
        var name = arguments.GetRequiredValue(_name);
        if (!arguments.GetValue(_yes) && !await IsConfirmedAsync(client, name, terminal, cancellationToken))
            return 1;
        var request = new DeleteCorpusRequest { Name = name, WithSessions = arguments.GetValue(_withSessions) };
        var deleted = await client.Corpora.DeleteAsync(request, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(
                new
                {
                    corpus = name,
                    deleted.Documents,
                    sessions = deleted.Sessions,
                }
            );
        else
            terminal.Say(
                $"Corpus {name} with {Units.Count((long)deleted.Documents, "document")} is deleted"
                    + (
                        deleted.Sessions.Count > 0
                            ? $", and so are its training runs {string.Join(", ", deleted.Sessions)}."
                            : "."
                    )
            );
        return 0;
    }

    private static async Task<bool> IsConfirmedAsync(
        FluxClient client,
        string name,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        if (Console.IsInputRedirected)
            throw new WrongUsageException("there is nobody to ask: give --yes to delete without confirmation");
        var corpus = await client.Corpora.GetAsync(
            new GetCorpusRequest { Name = name },
            cancellationToken: cancellationToken
        );
        terminal.Say(
            $"Corpus {name} holds {Units.Count((long)corpus.Documents, "document")}. Deleting it cannot be undone. "
                + "Type its name to delete it:"
        );
        if (Console.In.ReadLine() == name)
            return true;
        terminal.Say("Nothing was deleted.");
        return false;
    }
}
