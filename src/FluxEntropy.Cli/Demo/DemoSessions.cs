using FluxEntropy.Client;

namespace FluxEntropy.Cli.Demo;

/// <summary>Names the sessions of demos, one after the other over the same folder.</summary>
internal static class DemoSessions
{
    /// <summary>
    /// Stops what an interrupted demo left in training; returns the first of demo, demo-2, demo-3 … that is not taken.
    /// </summary>
    public static async Task<string> BeginAsync(FluxClient client, CancellationToken cancellationToken)
    {
        var sessions = await client.ListSessionsAsync(cancellationToken);
        foreach (
            var left in sessions.Where(session =>
                session.Corpus == DemoScoring.Corpus && session.ReportedSteps < session.TotalSteps
            )
        )
            await client.Training.StopAsync(new() { Session = left.Name }, cancellationToken: cancellationToken);
        var taken = sessions.Select(session => session.Name).ToHashSet();
        return Enumerable
            .Range(1, int.MaxValue)
            .Select(i => i == 1 ? "demo" : $"demo-{i}")
            .First(name => !taken.Contains(name));
    }
}
