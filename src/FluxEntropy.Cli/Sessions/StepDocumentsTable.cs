using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Sessions;

/// <summary>The documents of a step below each other.</summary>
internal static class StepDocumentsTable
{
    public static void Write(IAnsiConsole console, StepDocumentsResponse step)
    {
        var ids = Math.Min(48, step.Documents.Max(document => document.Id.Length));
        var table = new StreamedTable(
            console,
            new("document", -Math.Max(8, ids)),
            new("bin", 4),
            new("value", 9),
            new("tokens", 14),
            new("pass", 5)
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
    }
}
