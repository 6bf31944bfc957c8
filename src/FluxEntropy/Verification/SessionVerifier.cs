using FluxEntropy.Logs;
using FluxEntropy.Orderings;
using FluxEntropy.Sessions;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>Plans every step of a session anew, over its snapshots as the score files give them, and compares with its log.</summary>
internal sealed class SessionVerifier(LocalFileStore store, string sessionId, Findings findings)
{
    /// <summary>
    /// How many steps were ever planned, those included that were dropped later; null where they could not all be planned anew.
    /// </summary>
    public long? Planned { get; private set; }

    /// <param name="committed">How much of the log was committed, or null.</param>
    /// <param name="cancellationToken">Cancels the checking.</param>
    public Task RunAsync(LogCommit? committed, CancellationToken cancellationToken) =>
        findings.GuardAsync("session", DataLayout.Session(sessionId), async () =>
        {
            var path = DataLayout.SessionSettings(sessionId);
            var settings = CheckedJson.Decode<SessionSettings>(await store.ReadAsync(path, cancellationToken), path);
            if (settings.Id != sessionId)
                throw new InvalidDataException($"its settings are of session '{settings.Id}'");
            var folder = DataLayout.SessionLog(sessionId);
            var log = await LogHistory.LoadAsync(store, folder, committed, cancellationToken);
            if (await log.DamageAsync(cancellationToken) is { } damage)
                findings.Problem("log", folder, damage);
            var replay = await SessionReplay.RunAsync(
                settings,
                log.ReadAllAsync(cancellationToken: cancellationToken),
                OpenAsync
            );
            if (replay.Problems.Count == 0)
                Planned = replay.MostSteps;
            foreach (var problem in replay.Problems)
                findings.Problem("session", folder, problem);
            if (DataLayout.TrainingPlan(sessionId) is var plan && !store.Exists(plan))
            {
                if (store.Files(DataLayout.Checkpoints(sessionId)).Count > 0)
                    findings.Problem(
                        "settings",
                        plan,
                        "it is missing, and there are checkpoints: restore it from a copy"
                    );
            }
            else
                CheckedJson.Decode<Dictionary<string, object>>(await store.ReadAsync(plan, cancellationToken), plan);
            if (DataLayout.ValidationRows(sessionId) is var rows && store.Exists(rows))
                CheckedJson.Decode<Dictionary<string, object>>(await store.ReadAsync(rows, cancellationToken), rows);
            findings.Replayed(new SessionReplayed(sessionId, settings.Name, replay.Steps));
        });

    private async Task<SnapshotOrdering> OpenAsync(Snapshot snapshot)
    {
        var rebuilt = await SnapshotRebuild.FromScoresAsync(store, snapshot);
        var path = DataLayout.SessionSnapshot(sessionId, snapshot.Hash);
        if (store.Exists(path))
        {
            await findings.GuardAsync("run", path, () => Task.Run(() =>
                {
                    using var kept = RunFile.Open(store.FullPath(path));
                    OrderingComparison.Compare(kept.Entries(), rebuilt.Entries(), path, findings);
                }));
        }

        return new SnapshotOrdering(snapshot, rebuilt);
    }
}
