using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Curricula;

internal sealed class CurriculumPreviewVerb : Verb
{
    private readonly Argument<string> _session = new("session") { Description = "Name of the session" };
    private readonly CurriculumOptions _curriculum = new("as it is", "as they are");

    private readonly Option<ulong?> _fromStep = new("--from-step")
    {
        Description = "First step that it would apply to [the next one]",
        HelpName = "STEP",
    };

    private readonly Option<uint> _steps = new("--steps")
    {
        Description = "Steps to plan, from the next on, 1 to 10,000",
        HelpName = "N",
        DefaultValueFactory = _ => 100,
    };

    public CurriculumPreviewVerb()
        : base("preview", "Show what a curriculum would serve, without putting it in force")
    {
        Take(_session);
        Take(_curriculum.All);
        Take(_fromStep, _steps, SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new("curriculum preview easy-first --steps 500", "what is to come under the curriculum in force"),
            new(
                "curriculum preview easy-first --schedule \"manual(0,0,1,1,2,2)\"",
                "what 'curriculum set' with the same options would do"
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
        var current = await client.Curriculum.GetAsync(
            new GetCurriculumRequest { Session = session },
            cancellationToken: cancellationToken
        );
        var request = new PreviewCurriculumRequest { Session = session, Steps = arguments.GetValue(_steps) };
        if (_curriculum.Read(arguments, current.Curriculum) is var tried && !tried.Equals(current.Curriculum))
            request.Curriculum = tried;
        if (arguments.GetValue(_fromStep) is { } from)
            request.FromStep = from;
        var preview = await client.ReadPreviewAsync(request, cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(CurriculumPreviewText.Json(session, preview));
        else if (preview.Steps.Count == 0)
            terminal.Say(CurriculumPreviewText.Nothing(preview));
        else
            CurriculumPreviewText.Write(terminal, request.Curriculum ?? current.Curriculum, preview);
        return 0;
    }
}
