using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Curricula;

internal sealed class CurriculumRollbackVerb : Verb
{
    private readonly Argument<string> _session = new("session") { Description = "Name of the session" };
    private readonly Option<ulong> _to = new("--to")
    {
        Description = "Version to go back to",
        HelpName = "N",
        Required = true,
    };
    private readonly CurriculumUpdateOptions _update = new();

    public CurriculumRollbackVerb()
        : base("rollback", "Go back to the curriculum of an earlier version, as a new version")
    {
        Take(_session, _to);
        Take(_update.All);
        Take(SharedOptions.Json, SharedOptions.Server);
        Examples = [new("curriculum rollback easy-first --to 1", "as it was at the start, as soon as possible")];
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
        var request = new RollbackCurriculumRequest
        {
            Session = session,
            ExpectedVersion = _update.ExpectedVersion(arguments) ?? current.Version,
            ToVersion = arguments.GetValue(_to),
            Author = _update.Author(arguments),
            Reason = _update.Reason(arguments),
            IdempotencyKey = _update.Key(arguments),
        };
        if (_update.FromStep(arguments) is { } step)
            request.FromStep = step;
        var answer = await client.Curriculum.RollbackAsync(request, cancellationToken: cancellationToken);
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
                $"Version {answer.Version} of {session}: as in version {request.ToVersion}, from step {answer.EffectiveStep:N0}."
                    + CurriculumText.Replaced(answer)
            );
        return 0;
    }
}
