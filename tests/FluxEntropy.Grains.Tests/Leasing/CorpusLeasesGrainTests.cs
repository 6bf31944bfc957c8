using FluxEntropy.Grains.Contracts;
using FluxEntropy.Grains.Contracts.Keys;
using FluxEntropy.Grains.Tests.Clusters;
using FluxEntropy.Leasing;
using FluxEntropy.Shards;
using FluxEntropy.Storage;

namespace FluxEntropy.Grains.Tests.Leasing;

/// <summary>In a cluster of its own: nobody scores here, and its clock is put forward.</summary>
public sealed class CorpusLeasesGrainTests(GrainCluster cluster) : IClassFixture<GrainCluster>
{
    private string One => new DeviceKey(cluster.Silo, "sim.1@1").ToString();

    private string Other => new DeviceKey(cluster.Silo, "sim.2@1").ToString();

    [Fact]
    public async Task A_scorer_is_told_to_load_the_model_first_and_then_leases_what_no_other_has()
    {
        var corpus = await OneSegmentAsync();
        var leases = cluster.Grains.Leases(corpus.Id);
        await GrainClusterWork.UntilAsync(async () =>
            (await leases.Lease(One, null, true, [], [])).ProfileHash is not null
        );
        Assert.Equal(new WorkOffer(GrainCluster.Profile, null), await leases.Lease(One, null, true, [], []));

        var lease = await LeaseAsync(corpus, One);
        Assert.Equal(new SegmentLease(corpus.Id, GrainCluster.Profile, 0, 0), lease);
        Assert.Null((await leases.Lease(Other, GrainCluster.Profile, true, [], [])).Lease);
        await leases.Complete(lease);
        Assert.Equal(new WorkOffer(null, null), await leases.Lease(Other, GrainCluster.Profile, true, [], []));
    }

    [Fact]
    public async Task A_lease_that_ran_out_goes_to_another_and_one_that_is_renewed_does_not()
    {
        var corpus = await OneSegmentAsync();
        var leases = cluster.Grains.Leases(corpus.Id);
        var lease = await LeaseAsync(corpus, One);
        cluster.Time.PutForward(TimeSpan.FromSeconds(90));
        await leases.Renew(One, lease);
        cluster.Time.PutForward(TimeSpan.FromSeconds(90));
        Assert.Null((await leases.Lease(Other, GrainCluster.Profile, true, [], [])).Lease);
        cluster.Time.PutForward(TimeSpan.FromSeconds(90));
        Assert.Equal(lease, (await leases.Lease(Other, GrainCluster.Profile, true, [], [])).Lease);
    }

    [Fact]
    public async Task What_is_given_back_or_was_never_received_is_leased_again()
    {
        var corpus = await OneSegmentAsync();
        var leases = cluster.Grains.Leases(corpus.Id);
        var lease = await LeaseAsync(corpus, One);
        await leases.Release(One, lease);
        Assert.Equal(lease, (await leases.Lease(Other, GrainCluster.Profile, true, [], [])).Lease);
        await leases.ReleaseAll(Other);
        Assert.Equal(lease, (await leases.Lease(One, GrainCluster.Profile, true, [], [])).Lease);
        Assert.Null((await leases.Lease(One, GrainCluster.Profile, true, [], [lease])).Lease);
        Assert.Equal(lease, (await leases.Lease(One, GrainCluster.Profile, true, [], [])).Lease); // the answer was lost
    }

    [Fact]
    public async Task A_profile_that_cannot_be_read_keeps_no_other_from_being_scored()
    {
        var corpus = await cluster.CreateCorpusAsync();
        var broken = new string('0', 32);
        await cluster.Files.PublishAsync(DataLayout.Profile(broken), "{ \"Profile\": 1 }"u8.ToArray());
        await cluster.Catalog.AddProfileAsync(corpus.Id, broken);
        await cluster.AppendAsync(corpus, 2);
        Assert.Equal(GrainCluster.Profile, (await LeaseAsync(corpus, One)).ProfileHash);
    }

    private async Task<CorpusSettings> OneSegmentAsync()
    {
        var corpus = await cluster.CreateCorpusAsync();
        await cluster.AppendAsync(corpus, 2);
        return corpus;
    }

    // A shard says what it cut by a message that nobody waits for.
    private async Task<SegmentLease> LeaseAsync(CorpusSettings corpus, string scorer)
    {
        SegmentLease? lease = null;
        await GrainClusterWork.UntilAsync(async () =>
            (lease = (await cluster.Grains.Leases(corpus.Id).Lease(scorer, GrainCluster.Profile, true, [], [])).Lease)
                is not null
        );
        return lease!;
    }
}
