using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Curricula;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Sessions;

internal sealed class SessionCreateVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "1 to 64 of a–z, 0–9, '-', '_' and '.'" };
    private readonly Option<string> _corpus = new("--corpus")
    {
        Description = "Corpus to train on",
        HelpName = "NAME",
        Required = true,
    };
    private readonly Option<ulong> _steps = new("--steps")
    {
        Description = "Steps of the whole run",
        HelpName = "N",
        Required = true,
    };
    private readonly Option<string> _metric = new("--metric")
    {
        Description = "Metric that the session orders by",
        HelpName = "METRIC",
        DefaultValueFactory = _ => "entropy.mean",
    };
    private readonly Option<uint> _batch = new("--batch")
    {
        Description = "Rows of a global batch, 1 to 4,096",
        HelpName = "ROWS",
        DefaultValueFactory = _ => 8,
    };
    private readonly Option<uint> _time = new("--time")
    {
        Description = "Predicted tokens of a row, 8 to 8,192",
        HelpName = "TOKENS",
        DefaultValueFactory = _ => 128,
    };
    private readonly Option<ulong> _seed = new("--seed")
    {
        Description = "Seed of every draw",
        HelpName = "N",
        DefaultValueFactory = _ => 0,
    };
    private readonly CurriculumOptions _curriculum = new("sequential", "6");

    public SessionCreateVerb()
        : base("create", "Make a session: a training run over a corpus, under a curriculum")
    {
        Take(_name, _corpus, _steps, _metric, _batch, _time, _seed);
        Take(_curriculum.All);
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
        var request = new CreateSessionRequest
        {
            Name = arguments.GetRequiredValue(_name),
            Corpus = arguments.GetRequiredValue(_corpus),
            Metric = arguments.GetRequiredValue(_metric),
            Curriculum = _curriculum.Read(arguments, current: null),
            Batch = arguments.GetValue(_batch),
            Time = arguments.GetValue(_time),
            TotalSteps = arguments.GetValue(_steps),
            Seed = arguments.GetValue(_seed),
        };
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var session = await client.Sessions.CreateAsync(request, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(SessionText.Json(session));
        else
            terminal.Say(
                $"Made session {session.Name}: {Units.Count((long)session.TotalSteps, "step")} on {session.Corpus}, {CurriculumText.Of(request.Curriculum)}. Start it with 'flux train {session.Name}'."
            );
        return 0;
    }
}
