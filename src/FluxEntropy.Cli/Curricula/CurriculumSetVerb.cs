using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Curricula;

internal sealed class CurriculumSetVerb : Verb
{
    private readonly Argument<string> _session = new("session") { Description = "Name of the session" };
    private readonly CurriculumOptions _curriculum = new("as it is", "as they are");
    private readonly CurriculumUpdateOptions _update = new();

    public CurriculumSetVerb()
        : base("set", "Retune a session while it trains")
    {
        Take(_session);
        Take(_curriculum.All);
        Take(_update.All);
        Take(SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new("curriculum set easy-first --schedule reverse", "reverse it, as soon as possible"),
            new(
                "curriculum set easy-first --schedule \"manual(0,0,1,1,2,2)\" --from-step 500 --reason \"loss is flat\"",
                "weights of your own, from step 500"
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
        var request = new UpdateCurriculumRequest
        {
            Session = session,
            ExpectedVersion = _update.ExpectedVersion(arguments) ?? current.Version,
            Curriculum = _curriculum.Read(arguments, current.Curriculum),
            Author = _update.Author(arguments),
            Reason = _update.Reason(arguments),
            IdempotencyKey = _update.Key(arguments),
        };
        if (_update.FromStep(arguments) is { } step)
            request.FromStep = step;
        var answer = await client.Curriculum.UpdateAsync(request, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
            terminal.WriteJson(
                new
                {
                    session,
                    answer.Version,
                    answer.RequestedStep,
                    answer.EffectiveStep,
                    replacedVersions = answer.ReplacedVersions,
                }
            );
        else
            terminal.Say(
                $"Version {answer.Version} of {session}: {CurriculumText.Of(request.Curriculum)}, "
                    + $"from step {answer.EffectiveStep:N0}{Late(request, answer)}.{CurriculumText.Replaced(answer)}"
            );
        return 0;
    }

    private static string Late(UpdateCurriculumRequest request, UpdateCurriculumResponse answer) =>
        request.HasFromStep && answer.EffectiveStep > request.FromStep
            ? $" (step {request.FromStep:N0} was already handed out)"
            : "";
}
