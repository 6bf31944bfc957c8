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
        : base("documents", "List the documents of a step, with what they scored")
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
        var step = await client.Sessions.StepDocumentsAsync(request, cancellationToken: cancellationToken);
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
                        document.Bin,
                        document.Pass,
                        value = document.HasValue ? document.Value : (double?)null,
                    }
                );
            return 0;
        }

        var ids = Math.Min(48, step.Documents.Max(document => document.Id.Length));
        var table = new StreamedTable(
            terminal.Data,
            new("document", -Math.Max(8, ids)),
            new("bin", 4),
            new("value", 9),
            new("tokens", 14),
            new("pass", 5)
        );
        terminal.Say(
            $"Step {request.Step:N0} of {request.Session}: curriculum version {step.CurriculumVersion}, snapshot {step.Snapshot[..8]}."
        );
        table.Head();
        foreach (var document in step.Documents)
            table.Row(
                document.Id.Length > ids ? $"…{document.Id[^(ids - 1)..]}" : document.Id,
                $"{document.Bin + 1}",
                document.HasValue ? $"{document.Value:0.000}" : "",
                $"{document.FromToken}–{document.FromToken + document.Tokens}",
                $"{document.Pass + 1}"
            );
        return 0;
    }
}
