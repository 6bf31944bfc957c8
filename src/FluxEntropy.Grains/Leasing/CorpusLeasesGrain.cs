using FluxEntropy.Grains.Catalogs;
using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Scoring;
using FluxEntropy.Leasing;
using FluxEntropy.Scores;
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
    ShardQuestions questions,
    TimeProvider time,
    ILogger<CorpusLeasesGrain> logger
) : Grain, ICorpusLeasesGrain
{
    private static readonly TimeSpan LeaseDuration = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BusyPoll = TimeSpan.FromSeconds(5); // of shards while there is work anyway

    private ICorpusLeasesGrain _self = null!; // a grain asks for references on its own turns only
    private CorpusSettings _corpus = null!;
    private CorpusLeases _leases = null!;
    private ShardPolling _shards = null!;
    private IReadOnlyList<StoredProfile> _profiles = []; // the active one first
    private readonly HashSet<string> _unreadable = []; // profiles that were said to be so
    private DateTimeOffset _readProfiles;

    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        _self = this.AsReference<ICorpusLeasesGrain>();
        var id = this.GetPrimaryKeyString();
        _corpus = await catalog.CorpusAsync(id) ?? throw new DeletedException($"corpus {id}");
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

    public async Task<WorkOffer> Lease(string scorer, string? ready, bool stays, string[] broken, SegmentLease[] known)
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
            .Select(stored => stored.Profile.Hash)
            .Except(broken);
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

    public Task ProfilesChanged()
    {
        _readProfiles = DateTimeOffset.MinValue;
        return GrainFactory.WorkAnnouncements().Announce(_corpus.Id);
    }

    public Task Rescore(string profileHash)
    {
        ReopenAsync(profileHash).Ignore();
        return Task.CompletedTask;
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
        _profiles = await catalog.ReadableProfilesAsync(_corpus.Id, (hash, damage) =>
        {
            if (_unreadable.Add(hash))
                LogUnreadable(hash, _corpus.Name, damage.Message);
        });
        foreach (var stored in _profiles.Where(stored => !_leases.Has(stored.Profile.Hash)))
        {
            _leases.Add(stored.Profile.Hash, Scored(stored.Profile.Hash));
            for (var shard = 0; shard < _corpus.Shards; shard++)
                SegmentAttempts.ClearPublished(store, _corpus.Id, stored.Profile.Hash, shard);
            ReopenAsync(stored.Profile.Hash).Ignore();
        }
    }

    // Aggregators know which segments lack a metric. No lease waits for their answers.
    private async Task ReopenAsync(string profileHash)
    {
        var scores = new ScoreStore(store, _corpus.Id, profileHash);
        foreach (var metric in catalog.Rescores(_corpus.Id, profileHash))
        foreach (var group in AggregatorKey.AllOf(_corpus, profileHash))
        {
            try
            {
                foreach (var (shard, segments) in await GrainFactory.Aggregator(group).SegmentsWithout(metric))
                    _leases.Reopen(
                        profileHash,
                        segments
                            .Except(scores.BackfilledSegments(metric, shard))
                            .Select(segment => new SegmentKey(shard, segment))
                    );
                await AnnounceAsync();
            }
            catch (Exception exception)
            {
                LogUnknownGaps(metric, _corpus.Name, exception.Message);
            }
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
            var counts = await questions.AskAsync(() => GrainFactory.Shard(new ShardKey(_corpus.Id, shard)).Counts());
            await Offer(shard, counts.Segments);
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

    private void OnMembersChanged() => _self.ReleaseGone().Ignore();

    [LoggerMessage(
        LogLevel.Error,
        "Profile {Profile} of corpus {Corpus} cannot be read, and nothing is scored under it: {Reason}"
    )]
    private partial void LogUnreadable(string profile, string corpus, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "Which segments of corpus {Corpus} lack metric {Metric} is not known yet, and asked again: {Reason}"
    )]
    private partial void LogUnknownGaps(string metric, string corpus, string reason);

    [LoggerMessage(
        LogLevel.Warning,
        "Shard {Shard} of corpus {Corpus} does not say what it holds, and is asked again: {Reason}"
    )]
    private partial void LogSilence(int shard, string corpus, string reason);
}
