using FluxEntropy.Engines.Simulated;

namespace FluxEntropy.Tests.Engines.Simulated;

public class SimulatedScoringEngineTests
{
    private const int Speed = 100;

    [Fact]
    public async Task Calls_in_flight_take_turns_on_the_device()
    {
        var time = new WatchedTime();
        await using var engine = new SimulatedScoringEngine(new SimulatedDevice(0, Speed), time);
        string[] second = [new('x', 4 * (Speed - 1))]; // BOS and 99 tokens: one second
        var calls = new List<Task>();
        for (var call = 1; call <= 3; call++)
        {
            calls.Add(engine.ScoreAsync(second, cancellationToken: TestContext.Current.CancellationToken));
            Assert.Equal(call, (await time.NextDelayAsync()).TotalSeconds);
        }

        time.Advance(TimeSpan.FromSeconds(2.5));
        await Task.WhenAll(calls[..2]);
        Assert.False(calls[2].IsCompleted);

        // The third is done in half a second: the fourth follows it, however late the first two were heard of.
        calls.Add(engine.ScoreAsync(second, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(1.5, (await time.NextDelayAsync()).TotalSeconds);
        time.Advance(TimeSpan.FromSeconds(1.5));
        await Task.WhenAll(calls);
    }

    [Fact]
    public async Task A_cancelled_call_ends_at_once()
    {
        var time = new WatchedTime();
        await using var engine = new SimulatedScoringEngine(new SimulatedDevice(0, 1), time);
        using var cancelled = new CancellationTokenSource();
        var call = engine.ScoreAsync(["a text of some length"], cancellationToken: cancelled.Token);
        await time.NextDelayAsync();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
    }
}
