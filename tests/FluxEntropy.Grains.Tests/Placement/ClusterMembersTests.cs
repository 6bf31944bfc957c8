using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Tests.Clusters;

namespace FluxEntropy.Grains.Tests.Placement;

public sealed class ClusterMembersTests(GrainCluster cluster)
{
    [Fact]
    public async Task A_process_that_joins_or_is_gone_is_told_to_grains_from_any_thread()
    {
        await cluster.ScoredCorpusAsync(2); // its leases and the scorer listen
        ISiloStatusListener members = cluster.Service<ClusterMembers>();
        var gone = SiloAddress.FromParsableString("127.0.0.1:1@1");
        await Task.Run(() => members.SiloStatusChangeNotification(gone, SiloStatus.Dead));
    }
}
