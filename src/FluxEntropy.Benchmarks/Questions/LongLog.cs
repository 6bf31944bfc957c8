using FluxEntropy.Engines;
using FluxEntropy.Logs;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using FluxEntropy.Storage;

namespace FluxEntropy.Benchmarks.Questions;

/// <summary>Continues the log of a session whose server is stopped: plans steps as the server would, and reports them.</summary>
internal static class LongLog
{
    private const int StepsACommit = 2000;

    /// <returns>Size of the log.</returns>
    public static async Task<long> WriteAsync(
        string data,
        string sessionId,
        int steps,
        CancellationToken cancellationToken
    )
    {
        var files = new LocalFileStore(data);
        var path = DataLayout.SessionSettings(sessionId);
        var settings = CheckedJson.Decode<SessionSettings>(await files.ReadAsync(path, cancellationToken), path);
        var state = new SessionState(settings);
        await using var log = await FencedLog.OpenAsync(
            files,
            DataLayout.SessionLog(sessionId),
            new OpenFence(),
            "session",
            cancellationToken
        );
        await foreach (var record in log.ReadAllAsync(cancellationToken: cancellationToken))
            state.Apply(record.Position, SessionLogEntry.Decode(record.Payload.Span));
        using var ordering = SnapshotOrdering.Open(
            state.Snapshot!,
            files.FullPath(DataLayout.SessionSnapshot(sessionId, state.Snapshot!.Hash))
        );
        state.Planner.Adopt(ordering);
        while (state.Planned < steps)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var payloads = new List<ReadOnlyMemory<byte>>();
            for (var i = 0; i < StepsACommit && state.Planned < steps; i++)
            {
                var planned = new StepPlanned(((PlanAnswer.Planned)state.Plan()).Step, 0);
                var reported = new StepReported(state.Branch, new StepReport(state.Planned, 2, [], 0));
                foreach (var entry in new SessionLogEntry[] { planned, reported })
                {
                    payloads.Add(entry.Encode());
                    state.Apply(default, entry);
                }
            }
            await log.AppendAsync(payloads);
        }
        return log.End.Length;
    }

    // No server is there that another writer could replace; the next one finds the log in the files.
    private sealed class OpenFence : ILogFence
    {
        public Task<LogCommit?> ReadAsync(CancellationToken cancellationToken = default) =>
            Task.FromResult<LogCommit?>(null);

        public Task<bool> TryWriteAsync(LogCommit next, CancellationToken cancellationToken = default) =>
            Task.FromResult(true);
    }
}
