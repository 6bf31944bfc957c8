using FluxEntropy.Logs;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>
/// Follows every name and every active profile to what it stands for. What is named is written before its name, so a
/// name of nothing is damage; settings without a name are what a crash, or a creator that came second, leaves.
/// A corpus begins its logs once it has a name, and a session its steps.
/// </summary>
internal sealed class NameVerifier(LocalFileStore store, Findings findings)
{
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        await CheckNamesAsync<CorpusSettings>(
            DataLayout.CorpusNames,
            DataLayout.CorpusSettings,
            settings => settings.Name,
            cancellationToken
        );
        foreach (var id in store.Folders(DataLayout.Corpora).Where(HasCorpusLog))
            await CheckNamedAsync<CorpusSettings>(
                id,
                DataLayout.CorpusSettings(id),
                settings => DataLayout.CorpusName(settings.Name),
                cancellationToken
            );
        await CheckNamesAsync<SessionSettings>(
            DataLayout.SessionNames,
            DataLayout.SessionSettings,
            settings => settings.Name,
            cancellationToken
        );
        foreach (
            var corpus in store
                .Folders(DataLayout.Corpora)
                .Where(id => !store.Exists(DataLayout.Deleted(DataLayout.Corpus(id))))
        )
        {
            CheckActive(corpus);
            foreach (var hash in store.Folders(DataLayout.Scores(corpus)))
                if (!store.Exists(DataLayout.ScoredProfile(corpus, hash)))
                    findings.Problem(
                        "settings",
                        DataLayout.ScoredProfile(corpus, hash),
                        "it is missing, and there are scores under this profile: restore it from a copy"
                    );
            foreach (var file in store.Files(DataLayout.ActiveProfiles(corpus)))
                await CheckProfileAsync($"{DataLayout.ActiveProfiles(corpus)}/{file}", cancellationToken);
            foreach (var file in store.Files(DataLayout.ScoredProfiles(corpus)))
                await CheckProfileAsync($"{DataLayout.ScoredProfiles(corpus)}/{file}", cancellationToken);
        }
    }

    /// <summary>Checks that a session that planned steps has a name.</summary>
    public Task CheckSessionAsync(string id, CancellationToken cancellationToken) =>
        CheckNamedAsync<SessionSettings>(
            id,
            DataLayout.SessionSettings(id),
            settings => DataLayout.SessionName(settings.Name),
            cancellationToken
        );

    private async Task CheckNamesAsync<T>(
        string folder,
        Func<string, string> settingsOf,
        Func<T, string?> nameOf,
        CancellationToken cancellationToken
    )
    {
        foreach (var file in store.Files(folder))
        {
            var path = $"{folder}/{file}";
            await findings.GuardAsync("settings", path, async () =>
            {
                if (
                    (await ReadAsync<Named>(path, cancellationToken)).Id is { Length: > 0 } deleted
                    && store.Exists(DataLayout.Deleted(Path.GetDirectoryName(settingsOf(deleted))!))
                )
                    return; // its deletion was cut short; the next start goes on with it
                if (
                    (await ReadAsync<Named>(path, cancellationToken)).Id is not { Length: > 0 } id
                    || !store.Exists(settingsOf(id))
                )
                    findings.Problem(
                        "settings",
                        path,
                        "it names something of which there are no settings; restore the file or the folder that it named"
                    );
                else if (
                    nameOf(await ReadAsync<T>(settingsOf(id), cancellationToken)) is var name
                    && $"{name}.json" != file
                )
                    findings.Problem("settings", path, $"it names '{settingsOf(id)}', which is of the name '{name}'");
            });
        }
    }

    private bool HasCorpusLog(string id) =>
        !store.Exists(DataLayout.Deleted(DataLayout.Corpus(id)))
        && store
            .Folders(DataLayout.Shards(id))
            .Any(shard => LogHistory.NewestTerm(store, $"{DataLayout.Shards(id)}/{shard}/log") > 0);

    // Settings that cannot be read are reported where they are checked themselves.
    private async Task CheckNamedAsync<T>(
        string id,
        string settings,
        Func<T, string> nameOf,
        CancellationToken cancellationToken
    )
        where T : class
    {
        if (await TryReadAsync<T>(store, settings, cancellationToken) is not { } read)
            return;
        var name = nameOf(read);
        if ((await TryReadAsync<Named>(store, name, cancellationToken))?.Id != id)
            findings.Problem(
                "settings",
                settings,
                $"'{name}' does not name it any more, so that nobody finds it: restore that file from a copy"
            );
    }

    private void CheckActive(string corpus)
    {
        var folder = DataLayout.ActiveProfiles(corpus);
        var files = store.Files(folder);
        for (var number = 1; number <= files.Count; number++)
        {
            if (DataLayout.ActiveProfile(corpus, number) == $"{folder}/{files[number - 1]}")
                continue;
            findings.Problem(
                "settings",
                folder,
                $"'{DataLayout.ActiveProfile(corpus, number)}' is missing: restore it from a copy"
            );
            return;
        }
        if (files.Count == 0 && HasCorpusLog(corpus))
            findings.Problem("settings", folder, "no file says which profile is active: restore it from a copy");
    }

    /// <summary>Reads a file; null for one that is missing, or damaged, which is reported where it is checked itself.</summary>
    public static async Task<T?> TryReadAsync<T>(IFileStore store, string path, CancellationToken cancellationToken)
        where T : class
    {
        try
        {
            return store.Exists(path)
                ? CheckedJson.Decode<T>(await store.ReadAsync(path, cancellationToken), path)
                : null;
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    private Task<bool> CheckProfileAsync(string path, CancellationToken cancellationToken) =>
        findings.GuardAsync("settings", path, async () =>
        {
            if (
                (await ReadAsync<Active>(path, cancellationToken)).Hash is not { Length: > 0 } hash
                || !store.Exists(DataLayout.Profile(hash))
            )
                findings.Problem("settings", path, "it names a profile that is not among those of this folder");
        });

    private async Task<T> ReadAsync<T>(string path, CancellationToken cancellationToken) =>
        CheckedJson.Decode<T>(await store.ReadAsync(path, cancellationToken), path);

    private sealed record Named(string? Id);

    private sealed record Active(string? Hash);
}
