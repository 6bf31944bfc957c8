using System.CommandLine;
using FluxEntropy.Cli.CommandLine;
using FluxEntropy.Cli.Output;
using FluxEntropy.Repairs;
using FluxEntropy.Server.Storage;
using FluxEntropy.Storage;
using Spectre.Console;

namespace FluxEntropy.Cli.Repairs;

/// <summary>Says what it would do, asks, does it, and verifies.</summary>
internal sealed class RepairVerb : Verb
{
    private readonly Option<string> _data = new("--data")
    {
        Description = "Data folder whose server has stopped",
        HelpName = "DIR",
        Required = true,
    };

    private readonly Option<bool> _dryRun = new("--dry-run")
    {
        Description = "Say what would be done, and do nothing; exit code 1 where there is something",
    };

    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask before doing it" };

    public RepairVerb()
        : base("repair", "Make damaged files of a stopped data folder anew that follow from others")
    {
        Take(_data, _dryRun, _yes, SharedOptions.Json);
        Examples =
        [
            new("repair --data flux-data --dry-run", "what is damaged, and what would be done"),
            new("repair --data flux-data --yes", "do it; exit code 1 where damage is left that only a backup mends"),
        ];
    }

    public override async Task<int> RunAsync(
        ParseResult arguments,
        Terminal terminal,
        CancellationToken cancellationToken
    )
    {
        var path = arguments.GetRequiredValue(_data);
        var (isJson, isDry) = (arguments.GetValue(SharedOptions.Json), arguments.GetValue(_dryRun));
        IReadOnlyList<RepairStep> steps;
        using (var folder = DataFolder.OpenStopped(path))
        {
            steps = await StoppedFolder.PlanRepairAsync(folder, cancellationToken);
            if (!isJson)
                Write(terminal, steps);
            if (isDry || (steps.Count > 0 && !IsConfirmed(arguments, terminal)))
            {
                if (isJson)
                    terminal.WriteJson(new { steps = steps.Select(Json), done = false });
                return steps.Count > 0 ? 1 : 0;
            }
            foreach (var step in steps)
                await step.DoAsync(cancellationToken);
        }
        var report = await StoppedFolder.VerifyAsync(path, cancellationToken: cancellationToken);
        if (isJson)
            terminal.WriteJson(
                new
                {
                    steps = steps.Select(Json),
                    done = true,
                    sound = report.IsSound,
                    report.ProblemsFound,
                    report.Problems,
                }
            );
        else
            terminal.Say(
                report.IsSound
                    ? "The folder is sound."
                    : $"{Units.Count(report.ProblemsFound, "problem")} left that do not follow from other files: restore those from a "
                        + $"backup. 'flux verify --data {path}' lists them."
            );
        return report.IsSound ? 0 : 1;
    }

    private bool IsConfirmed(ParseResult arguments, Terminal terminal)
    {
        if (arguments.GetValue(_yes))
            return true;
        if (Console.IsInputRedirected)
            throw new WrongUsageException("there is nobody to ask: give --yes to repair without confirmation");
        terminal.Say("Do this? Type yes:");
        if (Console.In.ReadLine() == "yes")
            return true;
        terminal.Say("Nothing was done.");
        return false;
    }

    private static void Write(Terminal terminal, IReadOnlyList<RepairStep> steps)
    {
        if (steps.Count == 0)
            terminal.Say("There is nothing that a repair could make anew.");
        foreach (var step in steps)
        {
            terminal.Data.MarkupLine($"[bold]{Markup.Escape(step.Path)}[/]");
            Prose.Write(terminal.Data, $"{step.Problem}", 2, hanging: 0);
            Prose.Write(terminal.Data, $"→ {step.Remedy}", 2, hanging: 0);
        }
    }

    private static object Json(RepairStep step) =>
        new
        {
            step.Path,
            step.Problem,
            step.Remedy,
        };
}
