using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Sessions;

/// <summary>The steps of a document below each other.</summary>
internal static class DocumentStepsTable
{
    public static void Write(IAnsiConsole console, IReadOnlyCollection<StepOfDocument> steps)
    {
        var table = new StreamedTable(
            console,
            new("step", 9),
            new("curriculum", 11),
            new("bin", 4),
            new("tokens", 14),
            new("pass", 5)
        );
        table.Head();
        foreach (var step in steps)
            table.Row(
                $"{step.Step:N0}",
                $"version {step.CurriculumVersion}",
                $"{step.Bin + 1}",
                $"{step.FromToken}–{step.FromToken + step.Tokens}",
                $"{step.Pass + 1}"
            );
    }
}
