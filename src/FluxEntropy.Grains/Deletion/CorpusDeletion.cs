using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using Orleans.Core.Internal;

namespace FluxEntropy.Grains.Deletion;

/// <summary>
/// Deletes corpora, and the sessions on them. A file says first that it is so; then grains let go, and what they had goes. Whatever
/// a crash leaves of it, or a process that hung writes late, the next start removes: ids are never used again.
/// </summary>
public sealed class CorpusDeletion(IGrainFactory grains, Catalog catalog, LocalFileStore files)
{
    /// <summary>The sessions on a corpus.</summary>
    public async Task<IReadOnlyList<SessionSettings>> SessionsOnAsync(CorpusSettings corpus)
    {
        var sessions = new List<SessionSettings>();
        foreach (var name in catalog.SessionNames())
        {
            if (await catalog.FindSessionAsync(name) is { } session && session.CorpusId == corpus.Id)
                sessions.Add(session);
        }
        return sessions;
    }

    /// <summary>Deletes a corpus and the sessions on it.</summary>
    public async Task DeleteAsync(CorpusSettings corpus, IReadOnlyList<SessionSettings> sessions)
    {
        var profiles = await catalog.ProfilesAsync(corpus.Id);
        foreach (var session in sessions)
        {
            await grains.Trainer(session.Id).Stop();
            await catalog.DeleteAsync(session);
        }
        await catalog.DeleteAsync(corpus);
        await ReleaseAsync(
            sessions
                .Select(session => (IAddressable)grains.Session(session.Id))
                .Append(grains.Leases(corpus.Id))
                .Concat(ShardKey.AllOf(corpus).Select(grains.Shard))
                .Concat(
                    profiles
                        .SelectMany(stored => AggregatorKey.AllOf(corpus, stored.Profile.Hash))
                        .Select(grains.Aggregator)
                )
        );
        await SweepAsync();
    }

    /// <summary>Removes the names and files of what was deleted.</summary>
    public async Task SweepAsync()
    {
        foreach (
            var id in files
                .Folders(DataLayout.Corpora)
                .Where(id => files.Exists(DataLayout.Deleted(DataLayout.Corpus(id))))
        )
        {
            if (await ReadAsync<CorpusSettings>(DataLayout.CorpusSettings(id)) is { } corpus)
                await catalog.DeleteAsync(corpus);
            files.DeleteContent(DataLayout.Corpus(id), DataLayout.Deleted(DataLayout.Corpus(id)));
        }
        foreach (
            var id in files
                .Folders(DataLayout.Sessions)
                .Where(id => files.Exists(DataLayout.Deleted(DataLayout.Session(id))))
        )
        {
            if (await ReadAsync<SessionSettings>(DataLayout.SessionSettings(id)) is { } session)
                await catalog.DeleteAsync(session);
            files.DeleteContent(DataLayout.Session(id), DataLayout.Deleted(DataLayout.Session(id)));
        }
    }

    private async Task<T?> ReadAsync<T>(string path)
        where T : class => files.Exists(path) ? CheckedJson.Decode<T>(await files.ReadAsync(path), path) : null;

    // One that is not active fails to become so: there is nothing to be let go of.
    private static async Task ReleaseAsync(IEnumerable<IAddressable> holders)
    {
        foreach (var holder in holders)
        {
            try
            {
                await holder.AsReference<IGrainManagementExtension>().DeactivateOnIdle();
            }
            catch (Exception failure) when (failure is not OutOfMemoryException) { }
        }
    }
}
