using FluxEntropy.Server.Tests.Clustering;

namespace FluxEntropy.Server.Tests.Faults;

/// <summary>
/// A fifth of the calls between grains, or all of them, come late or twice, in every process of a cluster, and nobody
/// notices.
/// </summary>
[Trait("Category", "faults")]
public sealed class UnreliableCallTests
{
    [Theory]
    [InlineData(20)]
    [InlineData(100)]
    public async Task Calls_that_come_late_or_twice_change_nothing(int percent)
    {
        var fault = $"grain.calls={percent}";
        await using var cluster = await FluxCluster.StartAsync(fault);
        var data = await cluster.AddDataAsync(fault);
        var device = await cluster.AddDeviceAsync(fault);
        var job = new ClusterJob(cluster);

        await job.RunAsync();

        Assert.All([cluster.Gateway, data, device], server =>
            Assert.Contains($"{percent}% of the calls", server.Process.Errors, StringComparison.Ordinal)
        );
        await cluster.StopSoundAsync(job.Client);
    }
}
