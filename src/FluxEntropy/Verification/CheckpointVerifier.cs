using FluxEntropy.Storage;
using FluxEntropy.TrainingRuns;

namespace FluxEntropy.Verification;

/// <summary>
/// Compares the manifests of a session's checkpoints with the files that they name. A folder that no manifest names is
/// what a crash leaves.
/// </summary>
/// <param name="store">The data folder.</param>
/// <param name="sessionId">The session.</param>
/// <param name="planned">How many steps its log ever planned; null where the log cannot be read.</param>
/// <param name="findings">Takes what is found.</param>
internal sealed class CheckpointVerifier(LocalFileStore store, string sessionId, long? planned, Findings findings)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        foreach (var file in store.Files(DataLayout.Checkpoints(sessionId)))
            await CheckAsync($"{DataLayout.Checkpoints(sessionId)}/{file}", cancellationToken);
    }

    /// <summary>Checks one checkpoint, by its manifest.</summary>
    public Task<bool> CheckAsync(string path, CancellationToken cancellationToken) =>
        findings.GuardAsync("checkpoint", path, async () =>
        {
            var manifest = CheckedJson.Decode<Manifest>(await store.ReadAsync(path, cancellationToken), path);
            if (manifest is not { Step: >= 0, Branch: >= 0, Folder: { Length: > 0 } folder })
                findings.Problem(
                    "checkpoint",
                    path,
                    "it does not say of which step and branch it is, and in which folder its files are"
                );
            else if (planned < manifest.Step)
                findings.Problem(
                    "checkpoint",
                    path,
                    $"it is of step {manifest.Step}, and the session's log planned {planned} steps: the log was cut off"
                );
            else if (DataLayout.CheckpointManifest(sessionId, manifest.Branch, manifest.Step) != path)
                findings.Problem(
                    "checkpoint",
                    path,
                    $"it is the manifest of step {manifest.Step} of branch {manifest.Branch}, under the name of another"
                );
            else if (
                !folder.StartsWith($"{DataLayout.Checkpoints(sessionId)}/", StringComparison.Ordinal)
                || store.Files(folder).Count == 0
            )
                findings.Problem(
                    "checkpoint",
                    path,
                    $"its files are to be in '{folder}', and there are none in this session"
                );
            else if (
                Checkpoints.DamagedFile(manifest.Files ?? [], await Checkpoints.HashAsync(store, folder)) is { } damaged
            )
                findings.Problem(
                    "checkpoint",
                    $"{folder}/{damaged}",
                    "it is not the file that the checkpoint was saved with"
                );
        });

    private sealed record Manifest(
        long Step = -1,
        int Branch = -1,
        string? Folder = null,
        SortedDictionary<string, string>? Files = null
    );
}
