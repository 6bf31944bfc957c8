using FluxEntropy.Logs;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Verification;

/// <summary>Checks the invariants of a data folder that no server uses. Reads only.</summary>
public static class DataFolderVerifier
{
    /// <summary>
    /// Checks every file that counts against every other that it follows from: logs against their chains, indexes
    /// against logs, scores and tokens against rows, aggregates and runs against scores, session logs against the plans
    /// made anew. What is damaged is reported, and the rest is checked all the same.
    /// </summary>
    /// <param name="folder">The folder, from <see cref="DataFolder.OpenStopped"/>.</param>
    /// <param name="expected">What clients saw acknowledged, or null.</param>
    /// <param name="committed">
    /// How much of each log was committed; null to take a log for whole as far as it can be read, so that one that was cut off
    /// between two records is not noticed.
    /// </param>
    /// <param name="cancellationToken">Cancels the checking.</param>
    public static async Task<VerificationReport> VerifyAsync(
        DataFolder folder,
        ExpectedDocuments? expected = null,
        CommittedLogs? committed = null,
        CancellationToken cancellationToken = default
    )
    {
        var (store, findings) = (folder.Files, new Findings());
        await new BackupVerifier(store, findings).RunAsync(cancellationToken);
        var names = new NameVerifier(store, findings);
        await names.RunAsync(cancellationToken);
        if (committed is not null)
            new FenceVerifier(store, committed, findings).Run();
        foreach (var id in store.Folders(DataLayout.Corpora).Where(id => IsBegun(store, DataLayout.Corpus(id))))
        {
            await findings.GuardAsync("settings", DataLayout.CorpusSettings(id), async () =>
            {
                var path = DataLayout.CorpusSettings(id);
                var corpus = CheckedJson.Decode<CorpusSettings>(await store.ReadAsync(path, cancellationToken), path);
                if (corpus.Id != id || corpus.Shards < 1 || corpus.Groups < 1)
                    throw new InvalidDataException(
                        $"it is of corpus '{corpus.Id}' with {corpus.Shards} shards in {corpus.Groups} groups"
                    );
                await VerifyAsync(store, corpus, expected, committed, findings, cancellationToken);
            });
        }

        foreach (var name in expected?.Corpora ?? [])
        {
            if (
                await CorpusIdAsync(store, name, cancellationToken) is not { } id
                || (
                    !store.Exists(DataLayout.CorpusSettings(id))
                    && !store.Exists(DataLayout.Deleted(DataLayout.Corpus(id)))
                )
            )
                findings.Lost(
                    "rows",
                    DataLayout.CorpusName(name),
                    $"{expected!.Of(name).Count} documents of corpus '{name}' were acknowledged, and there is no such corpus",
                    expected.Of(name).Count
                );
        }

        foreach (var id in store.Folders(DataLayout.Sessions).Where(id => IsBegun(store, DataLayout.Session(id))))
        {
            var session = new SessionVerifier(store, id, findings);
            await session.RunAsync(committed?.Of(DataLayout.SessionLog(id)), cancellationToken);
            if (session.Planned > 0)
                await names.CheckSessionAsync(id, cancellationToken);
            await new CheckpointVerifier(store, id, session.Planned, findings).RunAsync(cancellationToken);
        }

        return findings.Report();
    }

    private static async Task VerifyAsync(
        LocalFileStore store,
        CorpusSettings corpus,
        ExpectedDocuments? expected,
        CommittedLogs? committed,
        Findings findings,
        CancellationToken cancellationToken
    )
    {
        findings.Counts.Corpora++;
        var shards = new List<ShardContent>();
        for (var shard = 0; shard < corpus.Shards; shard++)
        {
            var end = committed?.Of(DataLayout.ShardLog(corpus.Id, shard));
            shards.Add(await new ShardVerifier(store, corpus, shard, findings).RunAsync(end, cancellationToken));
            await new IndexVerifier(store, corpus, shard, shards[shard], findings).RunAsync(cancellationToken);
        }

        if (expected is not null && await CorpusIdAsync(store, corpus.Name, cancellationToken) == corpus.Id)
            new ExpectationVerifier(corpus, shards, findings).Run(expected);
        var active = await ActiveProfileAsync(store, corpus.Id, cancellationToken);
        foreach (
            var profile in store.Folders(DataLayout.Scores(corpus.Id)).Union(store.Folders(DataLayout.Runs(corpus.Id)))
        )
        {
            var indexed = await new ScoreVerifier(store, corpus, profile, shards, findings).RunAsync(cancellationToken);
            if (profile == active)
                findings.Counts.Indexed += indexed;
            await new BackfillVerifier(store, corpus, profile, findings).RunAsync(cancellationToken);
            for (var group = 0; group < corpus.Groups; group++)
                await new AggregateVerifier(store, corpus, profile, group, findings).RunAsync(cancellationToken);
            await new TableVerifier(store, corpus, profile, findings).RunAsync(shards, cancellationToken);
        }
    }

    /// <summary>
    /// A server that died while it created something leaves an empty folder, which nothing names; of what was deleted,
    /// anything may be left.
    /// </summary>
    private static bool IsBegun(LocalFileStore store, string folder) =>
        store.Files(folder).Count + store.Folders(folder).Count > 0 && !store.Exists(DataLayout.Deleted(folder));

    private static async Task<string?> CorpusIdAsync(
        LocalFileStore store,
        string name,
        CancellationToken cancellationToken
    ) =>
        await NameVerifier.TryReadAsync<NamedId>(store, DataLayout.CorpusName(name), cancellationToken) is { } named
            ? named.Id
            : null;

    private static async Task<string?> ActiveProfileAsync(
        LocalFileStore store,
        string corpusId,
        CancellationToken cancellationToken
    ) =>
        store.Files(DataLayout.ActiveProfiles(corpusId)) is [.., var newest]
            ? (
                await NameVerifier.TryReadAsync<ActiveProfile>(
                    store,
                    $"{DataLayout.ActiveProfiles(corpusId)}/{newest}",
                    cancellationToken
                )
            )?.Hash
            : null;

    private sealed record NamedId(string Id);

    private sealed record ActiveProfile(string Hash);
}
