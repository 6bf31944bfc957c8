using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Curricula;

internal sealed class CurriculumShowVerb : Verb
{
    private readonly Argument<string> _session = new("session") { Description = "Name of the session" };

    public CurriculumShowVerb()
        : base("show", "Show the curriculum in force")
    {
        Take(_session, SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new("curriculum show easy-first", "its schedule, and the weights of the bins at the next step"),
            new(
                "curriculum show easy-first --json | jq .curriculum > mine.json",
                "a file to change and give to 'curriculum set --curriculum'"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var session = arguments.GetRequiredValue(_session);
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var state = await client.Curriculum.GetAsync(
            new GetCurriculumRequest { Session = session },
            cancellationToken: cancellationToken
        );
        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.WriteJson(CurriculumStateText.Json(session, state));
            return 0;
        }

        Facts.Write(terminal.Data, $"curriculum of {session}", CurriculumStateText.Facts(state));
        terminal.Data.WriteLine($"  weights at step {state.NextStep:N0}");
        CurriculumText.WriteShares(terminal.Data, state.Weights);
        return 0;
    }
}
