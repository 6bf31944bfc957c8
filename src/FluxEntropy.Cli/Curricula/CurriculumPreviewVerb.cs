using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Client;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Curricula;

internal sealed class CurriculumPreviewVerb : Verb
{
    private const int Parts = 5;

    private readonly Argument<string> _session = new("session") { Description = "Name of the session" };
    private readonly CurriculumOptions _curriculum = new("as it is", "as they are");
    private readonly Option<ulong?> _fromStep = new("--from-step")
    {
        Description = "First step that it would hold from [the next one]",
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
        var preview = await client.Curriculum.PreviewAsync(request, cancellationToken: cancellationToken);
        if (arguments.GetValue(SharedOptions.Json))
        {
            terminal.WriteJson(
                new
                {
                    session,
                    preview.FromStep,
                    steps = preview.Steps.Select(step => step.Shares),
                    preview.Documents,
                    preview.RepeatedDocuments,
                    dryBins = preview.DryBins.Select(dry => new { dry.Bin, dry.Step }),
                    stopsAt = preview.HasStopsAt ? preview.StopsAt : (ulong?)null,
                    preview.Snapshot,
                }
            );
            return 0;
        }

        if (preview.Steps.Count == 0)
        {
            terminal.Say(
                preview.HasStopsAt ? $"The run would stop at once, before step {preview.StopsAt:N0}: a bin is dry."
                : preview.Snapshot.Length == 0
                    ? "There is nothing to plan over yet: no step was asked for, or too few documents are ranked."
                : "The run is planned to its end."
            );
            return 0;
        }

        Write(terminal, request.Curriculum ?? current.Curriculum, preview);
        return 0;
    }

    private static void Write(Terminal terminal, CurriculumSpec curriculum, PreviewCurriculumResponse preview)
    {
        Facts.Write(
            terminal.Data,
            $"steps {preview.FromStep:N0} to {preview.FromStep + (ulong)preview.Steps.Count:N0}",
            [
                ("schedule", CurriculumText.Of(curriculum)),
                ("documents", $"{preview.Documents:N0}, {preview.RepeatedDocuments:N0} of them served before"),
                (
                    "runs dry",
                    preview.DryBins.Count == 0
                        ? "no bin"
                        : string.Join(", ", preview.DryBins.Select(dry => $"bin {dry.Bin + 1} at step {dry.Step:N0}"))
                ),
                .. preview.HasStopsAt
                    ? [("stops", $"before step {preview.StopsAt:N0}, where a bin runs dry")]
                    : Array.Empty<(string, string)>(),
            ]
        );
        var from = preview.FromStep;
        foreach (var part in preview.Steps.Chunk((preview.Steps.Count + Parts - 1) / Parts))
        {
            terminal.Data.MarkupLine($"  [bold]steps {from:N0} to {from + (ulong)part.Length:N0}[/]");
            CurriculumText.WriteShares(
                terminal.Data,
                [.. Enumerable.Range(0, part[0].Shares.Count).Select(bin => part.Average(step => step.Shares[bin]))]
            );
            from += (ulong)part.Length;
        }
    }
}
