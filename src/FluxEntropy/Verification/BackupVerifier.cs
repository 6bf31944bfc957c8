using FluxEntropy.Backups;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>Compares the files of a backup with its manifest; other data folders have none.</summary>
internal sealed class BackupVerifier(LocalFileStore store, Findings findings)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        if (!BackupManifest.IsIn(store.Root))
            return;
        await findings.GuardAsync("backup", DataLayout.BackupManifest, async () =>
        {
            foreach (var file in (await BackupManifest.ReadAsync(store.Root, cancellationToken)).Files)
                if (await BackupManifest.ProblemAsync(store.Root, file, cancellationToken) is { } problem)
                    findings.Problem("backup", file.Path, $"{problem}: use another backup");
        });
    }
}
