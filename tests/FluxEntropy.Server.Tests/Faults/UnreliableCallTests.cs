using FluxEntropy.Server.Tests.Clustering;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>A fifth of the calls between grains comes late or twice, in every process of a cluster, and nobody notices.</summary>
[Trait("Category", "faults")]
public sealed class UnreliableCallTests
{
    private const string Fault = "grain.calls=20";

    [Fact]
    public async Task Calls_that_come_late_or_twice_change_nothing()
    {
        await using var cluster = await FluxCluster.StartAsync(Fault);
        var data = await cluster.AddDataAsync(Fault);
        var device = await cluster.AddDeviceAsync(Fault);
        var job = new ClusterJob(cluster);

        await job.RunAsync();

        Assert.All([cluster.Gateway, data, device], server => Assert.Contains("20% of the calls", server.Process.Errors, StringComparison.Ordinal));
        await cluster.StopSoundAsync(job.Client);
    }
}
