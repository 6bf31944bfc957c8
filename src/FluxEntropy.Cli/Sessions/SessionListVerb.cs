using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;

namespace FluxEntropy.Cli.Sessions;

internal sealed class SessionListVerb : Verb
{
    public SessionListVerb()
        : base("list", "List the sessions of a server")
    {
        Take(SharedOptions.Json, SharedOptions.Server);
        Examples = [new("session list", "how far each is trained, and under which curriculum")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var sessions = await client.ListSessionsAsync(cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
        {
            foreach (var session in sessions)
                terminal.WriteJson(SessionText.Json(session));
            return 0;
        }

        if (sessions.Count == 0)
        {
            terminal.Say("No sessions yet. Create one with 'flux session create NAME --corpus CORPUS --steps N'.");
            return 0;
        }

        SessionTable.Write(terminal.Data, [.. sessions.Where(session => session.Problem.Length == 0)]);
        foreach (var session in sessions.Where(session => session.Problem.Length > 0))
            terminal.Say($"Session {session.Name} cannot be described: {session.Problem}");
        return 0;
    }
}
