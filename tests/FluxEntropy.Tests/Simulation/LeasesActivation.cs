using FluxEntropy.Leasing;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Simulation;

/// <summary>A corpus's grain: who scores which segment.</summary>
internal sealed class LeasesActivation : Activation
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);
    private readonly Cluster _cluster;
    private readonly Silo _silo;
    private readonly CorpusLeases _leases;
    private readonly ShardPolling _shards = new(Setting.Shards, TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(20));

    public LeasesActivation(Cluster cluster, Silo silo)
    {
        (_cluster, _silo) = (cluster, silo);
        _leases = new CorpusLeases(
            Setting.Shards,
            cluster.Fault == PlantedFault.LeaseNeverOfferedAgain ? TimeSpan.FromDays(365) : Duration
        );
        _leases.Add(
            Setting.Profile,
            from shard in Enumerable.Range(0, Setting.Shards)
            from file in silo.Store.Files(DataLayout.Scores(Setting.Corpus.Id, Setting.Profile, shard))
            select new SegmentKey(shard, int.Parse(Path.GetFileNameWithoutExtension(file)))
        );
    }

    public override bool IsOver(Exception? failure) => false;

    public Task<WorkOffer> LeaseAsync(string scorer, string? ready, bool stays, IReadOnlyList<SegmentLease> known)
    {
        var now = _cluster.Scheduler.Now;
        foreach (var shard in _shards.Due(_leases.Pending > 0, now))
            _ = AskAsync(shard);
        if (_cluster.Fault != PlantedFault.LeaseNeverOfferedAgain)
            _leases.Keep(scorer, known.Select(lease => (lease.ProfileHash, lease.Key)));
        var (profile, segments) = _leases.Take(scorer, [Setting.Profile], ready, stays, 1, now);
        return Task.FromResult(
            new WorkOffer(
                profile,
                segments is [var key] ? new SegmentLease(Setting.Corpus.Id, profile!, key.Shard, key.Segment) : null
            )
        );
    }

    public Task<bool> CompleteAsync(SegmentLease lease) => Done(() => _leases.Complete(lease.ProfileHash, lease.Key));

    public Task<bool> RenewAsync(string scorer, SegmentLease lease) =>
        Done(() => _leases.Renew(scorer, lease.ProfileHash, lease.Key, _cluster.Scheduler.Now));

    public Task<bool> ReleaseAsync(string scorer, SegmentLease lease) =>
        Done(() => GiveBack(() => _leases.Release(scorer, lease.ProfileHash, lease.Key)));

    public Task<bool> ReleaseAllAsync(string scorer) => Done(() => GiveBack(() => _leases.Release(scorer)));

    private async Task AskAsync(int shard)
    {
        try
        {
            var segments = await _cluster.CallAsync<ShardActivation, int>(_silo, Setting.Shard(shard), grain =>
                grain.SegmentsAsync()
            );
            _leases.Offer(shard, segments);
            Announce();
        }
        catch (Exception failure)
        {
            _cluster.Journal.Failed(Setting.Leases, failure);
        }
        finally
        {
            _shards.Answered(shard);
        }
    }

    private void GiveBack(Action release)
    {
        if (_cluster.Fault == PlantedFault.LeaseNeverOfferedAgain)
            return;
        release();
        Announce();
    }

    private void Announce()
    {
        if (_leases.TakeNews())
            _ = TellAsync();
    }

    private async Task TellAsync()
    {
        try
        {
            await _cluster.CallAsync<AnnouncementsActivation, bool>(_silo, Setting.Announcements, grain =>
                grain.AnnounceAsync(Setting.Corpus.Id)
            );
        }
        catch (Exception failure)
        {
            _cluster.Journal.Failed(Setting.Announcements, failure); // a lost one is found by a poll
        }
    }

    private static Task<bool> Done(Action action)
    {
        action();
        return Task.FromResult(true);
    }
}
