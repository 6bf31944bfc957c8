using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Scoring;
using FluxEntropy.Leasing;
using FluxEntropy.Shards;
using FluxEntropy.Storage;
using Microsoft.Extensions.Logging;

namespace FluxEntropy.Grains.Leasing;

/// <inheritdoc cref="ICorpusLeasesGrain" />
[RunsOn(SiloRoles.Data)]
internal sealed partial class CorpusLeasesGrain(
    Catalog catalog,
    IFileStore store,
    ClusterMembers members,
    TimeProvider time,
    ILogger<CorpusLeasesGrain> logger
) : Grain, ICorpusLeasesGrain
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BusyPoll = TimeSpan.FromSeconds(5); // of shards while there is work anyway

    private CorpusSettings _corpus = null!;
    private CorpusLeases _leases = null!;
    private ShardPolling _shards = null!;
    private IReadOnlyList<StoredProfile> _profiles = []; // the active one first
    private DateTimeOffset _readProfiles;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _corpus = await catalog.CorpusAsync(this.GetPrimaryKeyString());
        _leases = new CorpusLeases(_corpus.Shards, LeaseDuration);
        _shards = new ShardPolling(_corpus.Shards, Poll, BusyPoll);
        await ReadProfilesAsync();
        members.Changed += OnMembersChanged;
    }

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        members.Changed -= OnMembersChanged;
        return Task.CompletedTask;
    }

    public async Task<WorkOffer> Lease(string scorer, string? ready, bool stays, SegmentLease[] known)
    {
        ReleaseThoseOfGone();
        await ReadProfilesAsync();
        var now = time.GetUtcNow();
        foreach (var shard in _shards.Due(_leases.Pending > 0, now))
            AskAsync(shard).Ignore(); // no lease waits for the answer: a shard that cannot be opened holds up no other
        _leases.Keep(scorer, known.Select(lease => (lease.ProfileHash, lease.Key)));
        var device = DeviceKey.Parse(scorer).Device;
        var profiles = _profiles
            .Where(stored => DeviceEngines.CanScore(device, stored.Profile))
            .Select(stored => stored.Profile.Hash);
        var (profile, segments) = _leases.Take(scorer, profiles, ready, stays, 1, now);
        return new WorkOffer(
            profile,
            segments is [var key] ? new SegmentLease(_corpus.Id, profile!, key.Shard, key.Segment) : null
        );
    }

    public Task Complete(SegmentLease lease)
    {
        _leases.Complete(lease.ProfileHash, lease.Key);
        return Task.CompletedTask;
    }

    public Task Renew(string scorer, SegmentLease lease)
    {
        _leases.Renew(scorer, lease.ProfileHash, lease.Key, time.GetUtcNow());
        return Task.CompletedTask;
    }

    public Task Release(string scorer, SegmentLease lease)
    {
        _leases.Release(scorer, lease.ProfileHash, lease.Key);
        return AnnounceAsync();
    }

    public Task ReleaseAll(string scorer)
    {
        _leases.Release(scorer);
        return AnnounceAsync();
    }

    public Task ReleaseGone()
    {
        ReleaseThoseOfGone();
        return AnnounceAsync();
    }

    public Task Offer(int shard, int segments)
    {
        _leases.Offer(shard, segments);
        return AnnounceAsync();
    }

    private Task AnnounceAsync() =>
        _leases.TakeNews() ? GrainFactory.WorkAnnouncements().Announce(_corpus.Id) : Task.CompletedTask;

    // Another process may have added a profile, or made another the active one.
    private async Task ReadProfilesAsync()
    {
        var now = time.GetUtcNow();
        if (now - _readProfiles < Poll)
            return;
        _readProfiles = now;
        _profiles = await catalog.ProfilesAsync(_corpus.Id);
        foreach (var stored in _profiles.Where(stored => !_leases.Has(stored.Profile.Hash)))
        {
            _leases.Add(stored.Profile.Hash, Scored(stored.Profile.Hash));
            for (var shard = 0; shard < _corpus.Shards; shard++)
                SegmentAttempts.ClearPublished(store, _corpus.Id, stored.Profile.Hash, shard);
        }
    }

    private IEnumerable<SegmentKey> Scored(string profile) =>
        from shard in Enumerable.Range(0, _corpus.Shards)
        from file in store.Files(DataLayout.Scores(_corpus.Id, profile, shard))
        select new SegmentKey(shard, int.Parse(Path.GetFileNameWithoutExtension(file)));

    private async Task AskAsync(int shard)
    {
        try
        {
            await Offer(shard, (await GrainFactory.Shard(new ShardKey(_corpus.Id, shard)).Counts()).Segments);
        }
        catch (Exception exception)
        {
            LogSilence(shard, _corpus.Name, exception.Message);
        }
        finally
        {
            _shards.Answered(shard);
        }
    }

    // A scorer never comes back: its silo's name dies with the silo.
    private void ReleaseThoseOfGone()
    {
        var alive = members.Names;
        _leases.ReleaseGone(scorer => alive.Contains(DeviceKey.Parse(scorer).Silo));
    }

    private void OnMembersChanged() => GrainFactory.Leases(_corpus.Id).ReleaseGone().Ignore();

    [LoggerMessage(
        LogLevel.Warning,
        "Shard {Shard} of corpus {Corpus} does not say what it holds, and is asked again: {Reason}"
    )]
    private partial void LogSilence(int shard, string corpus, string reason);
}
