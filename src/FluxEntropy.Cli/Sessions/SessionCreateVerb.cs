using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;

namespace FluxEntropy.Cli.Sessions;

internal sealed class SessionCreateVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "1 to 64 of a–z, 0–9, '-', '_' and '.'" };
    private readonly SessionOptions _options = new();

    public SessionCreateVerb()
        : base("create", "Create a session: a training run over a corpus, under a curriculum")
    {
        Take(_name);
        Take(_options.All);
        Take(SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new("session create easy-first --corpus books --steps 1000", "from low to high mean entropy, over 6 bins"),
            new(
                "session create control --corpus books --steps 1000 --schedule uniform",
                "the control: no curriculum at all"
            ),
            new(
                "session create shifting --corpus books --steps 1000 --schedule \"keyFrames(0:[1,0,0], 1:[0,0,1])\"",
                "three bins, weights that move from the first to the last"
            ),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var request = _options.Read(arguments, arguments.GetRequiredValue(_name));
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var session = await client.Sessions.CreateAsync(request, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(SessionText.Json(session));
        else
        {
            terminal.Say(
                $"Created session {session.Name}: {Units.Count((long)session.TotalSteps, "step")} on {session.Corpus}, "
                    + $"{CurriculumText.Of(request.Curriculum)}. Start it with 'flux train {session.Name}'."
            );
            foreach (var note in session.Notes)
                terminal.Say($"Note: {note}");
        }
        return 0;
    }
}
