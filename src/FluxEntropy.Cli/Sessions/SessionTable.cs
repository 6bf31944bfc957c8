using FluxEntropy.Cli.Output;
using FluxEntropy.V1;
using Spectre.Console;

namespace FluxEntropy.Cli.Sessions;

/// <summary>Sessions below each other; 'flux session show' has the rest of a curriculum.</summary>
internal static class SessionTable
{
    public static void Write(IAnsiConsole console, IReadOnlyCollection<Session> sessions) =>
        StreamedTable.Write(
            console,
            [
                Column.Text("session"),
                Column.Text("corpus"),
                Column.Number("trained"),
                Column.Number("steps"),
                Column.Text("metric", isOptional: true),
                Column.Number("bins"),
                Column.Text("schedule"),
            ],
            [
                .. sessions.Select(session =>
                    new[]
                    {
                        session.Name,
                        session.Corpus,
                        $"{session.ReportedSteps:N0}",
                        $"{session.TotalSteps:N0}",
                        session.Metric,
                        $"{session.Curriculum?.Curriculum?.Bins}",
                        session.Curriculum?.Curriculum?.Schedule ?? "",
                    }
                ),
            ]
        );
}
