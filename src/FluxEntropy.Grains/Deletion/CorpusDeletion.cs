using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Sessions;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using Microsoft.Extensions.Logging;
using Orleans.Core.Internal;

namespace FluxEntropy.Grains.Deletion;

/// <summary>
/// Deletes corpora and the sessions on them. A tombstone file comes first; then grains are deactivated and the files removed. Whatever
/// a crash leaves behind, or a hung process writes late, is removed at the next start: ids are never used again.
/// </summary>
public sealed partial class CorpusDeletion(
    IGrainFactory grains,
    Catalog catalog,
    LocalFileStore files,
    ILogger<CorpusDeletion> logger
)
{
    /// <summary>The sessions on a corpus.</summary>
    public async Task<IReadOnlyList<SessionSettings>> SessionsOnAsync(CorpusSettings corpus)
    {
        var sessions = new List<SessionSettings>();
        foreach (var name in catalog.SessionNames())
        {
            try
            {
                if (await catalog.FindSessionAsync(name) is { } session && session.CorpusId == corpus.Id)
                    sessions.Add(session);
            }
            catch (Exception damage) when (damage is InvalidDataException or IOException)
            {
                LogUnreadable(name, damage.Message); // it can be on no corpus that anybody could tell
            }
        }
        return sessions;
    }

    /// <summary>Deletes a corpus and the sessions on it.</summary>
    public async Task DeleteAsync(CorpusSettings corpus, IReadOnlyList<SessionSettings> sessions)
    {
        var profiles = await catalog.ProfileHashesAsync(corpus.Id);
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
                .Concat(profiles.SelectMany(profile => AggregatorKey.AllOf(corpus, profile)).Select(grains.Aggregator))
        );
        await SweepAsync();
    }

    /// <summary>Removes the names and files of what was deleted. One that cannot be removed is tried again at the next start.</summary>
    public async Task SweepAsync()
    {
        foreach (var id in files.Folders(DataLayout.Corpora))
        {
            await SweepAsync(DataLayout.Corpus(id), async () =>
            {
                if (await ReadAsync<CorpusSettings>(DataLayout.CorpusSettings(id)) is { } corpus)
                    await catalog.DeleteAsync(corpus);
            });
        }
        foreach (var id in files.Folders(DataLayout.Sessions))
        {
            await SweepAsync(DataLayout.Session(id), async () =>
            {
                if (await ReadAsync<SessionSettings>(DataLayout.SessionSettings(id)) is { } session)
                    await catalog.DeleteAsync(session);
            });
        }
    }

    private async Task SweepAsync(string folder, Func<Task> removeName)
    {
        if (!files.Exists(DataLayout.Deleted(folder)))
            return;
        try
        {
            await removeName();
            files.DeleteContent(folder, DataLayout.Deleted(folder));
        }
        catch (Exception failure) when (failure is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            LogLeft(folder, failure.Message);
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

    [LoggerMessage(
        LogLevel.Warning,
        "Session {Session} cannot be read, and is left out where those on a corpus are looked for: {Reason}"
    )]
    private partial void LogUnreadable(string session, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "The deleted folder {Folder} could not be removed; it is tried again at the next start: {Reason}"
    )]
    private partial void LogLeft(string folder, string reason);
}
