using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Sessions;

/// <summary>The steps of a document below each other.</summary>
internal static class DocumentStepsTable
{
    public static void Write(IAnsiConsole console, IReadOnlyCollection<StepOfDocument> steps) =>
        StreamedTable.Write(
            console,
            [
                Column.Number("step"),
                Column.Number("curriculum"),
                Column.Number("bin"),
                Column.Number("tokens"),
                Column.Number("pass"),
            ],
            [
                .. steps.Select(step =>
                    new[]
                    {
                        $"{step.Step:N0}",
                        $"version {step.CurriculumVersion}",
                        $"{step.Bin + 1}",
                        $"{step.FromToken}–{step.FromToken + step.Tokens}",
                        $"{step.Pass + 1}",
                    }
                ),
            ]
        );
}
