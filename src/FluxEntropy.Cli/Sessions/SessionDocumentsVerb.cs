using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;

namespace FluxEntropy.Cli.Sessions;

internal sealed class SessionDocumentsVerb : Verb
{
    private readonly Argument<string> _name = new("name") { Description = "Name of the session" };
    private readonly Argument<ulong> _step = new("step") { Description = "Step, from 0" };

    public SessionDocumentsVerb()
        : base("documents", "List the documents of a step, with their scores")
    {
        Take(_name, _step, SharedOptions.Json, SharedOptions.Server);
        Examples = [new("session documents easy-first 120", "what the model was trained on at step 120, in order")];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        using var client = new FluxClient(SharedOptions.ServerOf(arguments));
        var request = new StepDocumentsRequest
        {
            Session = arguments.GetRequiredValue(_name),
            Step = arguments.GetRequiredValue(_step),
        };
        var step = await client.ReadStepAsync(request, cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
        {
            foreach (var document in step.Documents)
                terminal.WriteJson(
                    new
                    {
                        request.Step,
                        step.CurriculumVersion,
                        document.Id,
                        document.Shard,
                        document.Row,
                        document.FromToken,
                        document.Tokens,
                        bin = document.Bin + 1, // from 1, as in the table
                        pass = document.Pass + 1,
                        value = document.HasValue ? document.Value : (double?)null,
                    }
                );
            return 0;
        }

        terminal.Say(
            $"Step {request.Step:N0} of {request.Session}: curriculum version {step.CurriculumVersion}, snapshot {step.Snapshot[..8]}."
        );
        StepDocumentsTable.Write(terminal.Data, step);
        return 0;
    }
}
