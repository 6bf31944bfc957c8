using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Sessions;

internal sealed class SessionStepsVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "Name of the session" };
    private readonly Argument<string> _id = new("id") { Description = "Id of a document" };

    public SessionStepsVerb()
        : base("steps", "List the steps that a document was served in")
    {
        Take(_name, _id, SharedOptions.Json, SharedOptions.Server);
        Examples =
        [
            new(
                "session steps easy-first books/chapter-3.txt#1",
                "when, from which bin, under which curriculum version"
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
        var request = new DocumentStepsRequest
        {
            Session = arguments.GetRequiredValue(_name),
            Id = arguments.GetRequiredValue(_id),
        };
        var steps = await client.ReadStepsOfAsync(request, cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
        {
            foreach (var step in steps)
                terminal.WriteJson(
                    new
                    {
                        request.Id,
                        step.Step,
                        step.CurriculumVersion,
                        step.FromToken,
                        step.Tokens,
                        bin = step.Bin + 1, // from 1, as in the table
                        pass = step.Pass + 1,
                    }
                );
            return 0;
        }

        if (steps.Count == 0)
        {
            terminal.Say($"{request.Id} was not served yet.");
            return 0;
        }

        DocumentStepsTable.Write(terminal.Data, steps);
        return 0;
    }
}
