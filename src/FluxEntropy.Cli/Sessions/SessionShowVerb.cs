using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Sessions;

internal sealed class SessionShowVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "Name of the session" };

    public SessionShowVerb()
        : base("show", "Show a session and the tokens that it served from each bin")
    {
        Take(_name, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("session show easy-first", "its progress, its curriculum, and what it served")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var name = arguments.GetRequiredValue(_name);
        var session = await client.Sessions.GetAsync(
            new GetSessionRequest { Session = name },
            cancellationToken: cancellationToken
        );
        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.WriteJson(SessionText.Json(session));
            return 0;
        }

        var training = await client.Training.StatusAsync(
            new GetSessionRequest { Session = name },
            cancellationToken: cancellationToken
        );
        Facts.Write(terminal.Data, $"session {session.Name}", SessionText.Facts(session, training));
        if (session.NextStep == 0)
            return 0;
        var served = await client.Sessions.ServedAsync(
            new ServedRequest { Session = name },
            cancellationToken: cancellationToken
        );
        var tokens = served.Tokens.Sum(count => (double)count);
        terminal.Data.MarkupLine(
            $"[bold]served[/] {Units.Count((long)tokens, "token")} of "
                + $"{Units.Count((long)served.Documents, "document")} "
                + $"in steps {served.FromStep:N0} to {served.ToStep:N0}"
        );
        CurriculumText.WriteShares(terminal.Data, [.. served.Tokens.Select(count => tokens > 0 ? count / tokens : 0)]);
        return 0;
    }
}
