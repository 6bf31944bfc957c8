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
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var state = await client.Curriculum.GetAsync(
            new GetCurriculumRequest { Session = arguments.GetRequiredValue(_session) },
            cancellationToken: cancellationToken
        );
        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.WriteJson(
                new
                {
                    session = arguments.GetRequiredValue(_session),
                    state.Version,
                    state.FromStep,
                    state.NextStep,
                    state.TotalSteps,
                    state.Author,
                    state.Reason,
                    time = state.Time?.ToDateTimeOffset(),
                    curriculum = CurriculumText.Json(state.Curriculum),
                    weights = state.Weights,
                }
            );
            return 0;
        }

        Facts.Write(terminal.Data, $"curriculum of {arguments.GetRequiredValue(_session)}", FactsOf(state));
        terminal.Data.WriteLine($"  weights at step {state.NextStep:N0}");
        CurriculumText.WriteShares(terminal.Data, state.Weights);
        return 0;
    }

    private static IEnumerable<(string Name, string Value)> FactsOf(CurriculumState state)
    {
        yield return ("version", $"{state.Version}, from step {state.FromStep:N0}");
        yield return ("schedule", CurriculumText.Of(state.Curriculum));
        yield return ("next step", $"{state.NextStep:N0} of {state.TotalSteps:N0}");
        if (state.Author.Length > 0)
            yield return ("by", state.Author);
        if (state.Reason.Length > 0)
            yield return ("why", state.Reason);
        if (state.Time is { } time)
            yield return ("since", $"{time.ToDateTimeOffset():yyyy-MM-dd HH:mm:ss} UTC");
    }
}
