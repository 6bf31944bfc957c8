using System.Collections.Frozen;
using FluxEntropy.Leasing;
using FluxEntropy.Storage;

namespace FluxEntropy.Tests.Simulation;

/// <summary>A corpus's grain: who scores which segment.</summary>
internal sealed class LeasesActivation : Activation
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);
    private readonly Cluster _cluster;
    private readonly Silo _silo;
    private readonly LeaseTable _leases;

    public LeasesActivation(Cluster cluster, Silo silo)
    {
        (_cluster, _silo) = (cluster, silo);
        _leases = new LeaseTable(
            Setting.Shards,
            cluster.Fault == PlantedFault.LeaseNeverOfferedAgain ? TimeSpan.FromDays(365) : Duration
        );
        for (var shard = 0; shard < Setting.Shards; shard++)
        {
            foreach (var file in silo.Store.Files(DataLayout.Scores(Setting.Corpus.Id, Setting.Profile, shard)))
                _leases.Complete(new SegmentKey(shard, int.Parse(Path.GetFileNameWithoutExtension(file))));
        }
    }

    public override bool IsOver(Exception? failure) => false;

    public async Task<SegmentKey?> LeaseAsync(string scorer)
    {
        if (_leases.Pending == 0)
        {
            for (var shard = 0; shard < Setting.Shards; shard++)
                _leases.Offer(
                    shard,
                    await _cluster.CallAsync<ShardActivation, int>(_silo, Setting.Shard(shard), grain =>
                        grain.SegmentsAsync()
                    )
                );
        }

        GiveBack(scorer); // it has none in work when it asks
        return _leases.Take(scorer, 1, _cluster.Scheduler.Now) is [var lease] ? lease : null;
    }

    public Task<bool> CompleteAsync(SegmentKey segment)
    {
        _leases.Complete(segment);
        return Task.FromResult(true);
    }

    public Task<bool> ReleaseAsync(string scorer)
    {
        GiveBack(scorer);
        return Task.FromResult(true);
    }

    private void GiveBack(string scorer)
    {
        if (_cluster.Fault != PlantedFault.LeaseNeverOfferedAgain)
            _leases.Keep(scorer, FrozenSet<SegmentKey>.Empty);
    }
}
