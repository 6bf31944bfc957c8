using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

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

        int Width(Func<Session, string> of, string title) =>
            -Math.Max(title.Length, sessions.Max(session => of(session).Length));
        var table = new StreamedTable(
            terminal.Data,
            new("session", Width(session => session.Name, "session")),
            new("corpus", Width(session => session.Corpus, "corpus")),
            new("trained", 9),
            new("steps", 9),
            new("metric", Width(session => session.Metric, "metric")),
            new("curriculum", -80)
        );
        table.Head();
        foreach (var session in sessions.Where(session => session.Problem.Length == 0))
            table.Row(
                session.Name,
                session.Corpus,
                $"{session.ReportedSteps:N0}",
                $"{session.TotalSteps:N0}",
                session.Metric,
                session.Curriculum?.Curriculum is { } spec ? CurriculumText.Of(spec) : ""
            );
        foreach (var session in sessions.Where(session => session.Problem.Length > 0))
            terminal.Say($"Session {session.Name} cannot be described: {session.Problem}");
        return 0;
    }
}
