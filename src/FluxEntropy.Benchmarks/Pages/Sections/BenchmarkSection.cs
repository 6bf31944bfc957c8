using System.Text.Json;

namespace FluxEntropy.Benchmarks.Pages.Sections;

/// <summary>A section of the page: the command that measures its figures, and how its report reads.</summary>
/// <param name="Name">Name of the section's results.</param>
/// <param name="Command">Arguments of the program, without <c>--json</c>.</param>
/// <param name="Title">Heading.</param>
/// <param name="Text">What is measured, and against what.</param>
/// <param name="Rows">A report as figures.</param>
public sealed record BenchmarkSection(
    string Name,
    string Command,
    string Title,
    string Text,
    Func<JsonElement, IEnumerable<FigureRow>> Rows
)
{
    /// <summary>The section of a command whose JSON is a <typeparamref name="TReport"/>.</summary>
    internal static BenchmarkSection Of<TReport>(
        string name,
        string command,
        string title,
        string text,
        Func<TReport, IEnumerable<FigureRow>> rows
    ) =>
        new(name, command, title, text, json =>
            rows(
                json.Deserialize<TReport>(JsonSerializerOptions.Web)
                    ?? throw new InvalidDataException($"the results of '{command}' are null; measure it again.")
            )
        );
}
