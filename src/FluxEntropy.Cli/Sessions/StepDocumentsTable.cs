using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Sessions;

/// <summary>The documents of a step below each other.</summary>
internal static class StepDocumentsTable
{
    public static void Write(IAnsiConsole console, StepDocumentsResponse step) =>
        StreamedTable.Write(
            console,
            [
                Column.Text("document"),
                Column.Number("bin"),
                Column.Number("value"),
                Column.Number("tokens"),
                Column.Number("pass"),
            ],
            [
                .. step.Documents.Select(document =>
                    new[]
                    {
                        document.Id,
                        $"{document.Bin + 1}",
                        document.HasValue ? $"{document.Value:0.000}" : "",
                        $"{document.FromToken}–{document.FromToken + document.Tokens}",
                        $"{document.Pass + 1}",
                    }
                ),
            ]
        );
}
