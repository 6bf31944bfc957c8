using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Curricula;

internal sealed class CurriculumWatchVerb : Verb
{
    private readonly Argument<string> _session = new("session") { Description = "Name of the session" };

    public CurriculumWatchVerb()
        : base("watch", "Print the curriculum in force, and every later one as it is set")
    {
        Take(_session, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("curriculum watch easy-first --json", "one JSON object a version, until the run ends")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var session = arguments.GetRequiredValue(_session);
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var request = new GetCurriculumRequest { Session = session };
        var states = WatchedStream.ReadAsync(
            () => client.Curriculum.Watch(request, cancellationToken: cancellationToken),
            why => terminal.Say($"The server was lost ({why.TrimEnd('.')}); waiting for it to come back."),
            cancellationToken
        );
        try
        {
            await foreach (var state in states)
            {
                // A state may come again, of another step or over a new connection.
                if (request.HasAfterVersion && state.Version <= request.AfterVersion)
                    continue;
                request.AfterVersion = state.Version;
                Write(arguments, terminal, session, state);
            }
        }
        catch (Exception) when (cancellationToken.IsCancellationRequested)
        {
            // Ctrl-C is how a watch ends before its run does.
        }

        return 0;
    }

    private static void Write(ParseResult arguments, Terminal terminal, string session, CurriculumState state)
    {
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(
                new
                {
                    session,
                    state.Version,
                    state.FromStep,
                    state.NextStep,
                    state.Author,
                    state.Reason,
                    curriculum = CurriculumText.Json(state.Curriculum),
                }
            );
        else
            terminal.Output.WriteLine(
                Printable.Line(
                    $"version {state.Version} from step {state.FromStep:N0}: {CurriculumText.Of(state.Curriculum)}"
                        + (state.Reason.Length > 0 ? $" ({state.Reason})" : "")
                )
            );
    }
}
