using FluxEntropy.Server.Health;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Time.Testing;

namespace FluxEntropy.Server.Tests.Health;

public sealed class ThreadCheckTests
{
    private readonly FakeTimeProvider _time = new();

    [Theory]
    [InlineData(0.9, HealthStatus.Healthy)]
    [InlineData(1.5, HealthStatus.Unhealthy)]
    public async Task Work_that_waits_for_a_thread_makes_a_process_unhealthy(double seconds, HealthStatus expected)
    {
        var check = new ThreadCheck(_time, work =>
        {
            _time.Advance(TimeSpan.FromSeconds(seconds));
            work();
        });

        var result = await check.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

        Assert.Equal(expected, result.Status);
        if (expected == HealthStatus.Unhealthy)
            Assert.StartsWith("work waited 1.5 s for a thread", result.Description, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Work_that_never_gets_a_thread_makes_a_process_unhealthy_when_patience_ends()
    {
        using var patience = new CancellationTokenSource();
        var checking = new ThreadCheck(_time, _ => { }).CheckHealthAsync(new HealthCheckContext(), patience.Token);
        _time.Advance(TimeSpan.FromSeconds(3));

        await patience.CancelAsync();

        Assert.StartsWith("work waited 3.0 s for a thread", (await checking).Description, StringComparison.Ordinal);
    }
}
