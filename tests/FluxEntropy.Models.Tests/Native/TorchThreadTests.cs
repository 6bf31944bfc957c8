using FluxEntropy.Models.Native;

namespace FluxEntropy.Models.Tests.Native;

[Collection(nameof(NativeMemoryCollection))]
public sealed class TorchThreadTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_thread_that_was_given_back_is_lent_again()
    {
        var first = await RunOnOneAsync();
        var second = await RunOnOneAsync();
        Assert.Equal(first, second);
    }

    [Fact]
    public async Task Two_at_a_time_are_two_threads()
    {
        await using var first = new TorchThread(1);
        await using var second = new TorchThread(1);
        Assert.NotEqual(
            await first.RunAsync(() => Environment.CurrentManagedThreadId, Cancellation),
            await second.RunAsync(() => Environment.CurrentManagedThreadId, Cancellation)
        );
    }

    [Fact]
    public async Task What_is_queued_is_done_before_the_thread_is_given_back_and_nothing_after()
    {
        var thread = new TorchThread(1);
        using var mayGoOn = new ManualResetEventSlim();
        var isDone = false;
        var slow = thread.RunAsync(() => isDone = mayGoOn.Wait(TimeSpan.FromSeconds(30)), Cancellation);
        var given = thread.DisposeAsync().AsTask();
        Assert.False(given.IsCompleted);
        mayGoOn.Set();
        await given;
        Assert.True(isDone);
        Assert.True(await slow);
        await thread.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => thread.RunAsync(() => 0, Cancellation));
    }

    [Fact]
    public async Task Work_that_fails_leaves_the_thread_in_order()
    {
        await using var thread = new TorchThread(1);
        await Assert.ThrowsAsync<InvalidOperationException>(() =>
            thread.RunAsync<int>(() => throw new InvalidOperationException("no"), Cancellation)
        );
        Assert.Equal(7, await thread.RunAsync(() => 7, Cancellation));
    }

    private static async Task<int> RunOnOneAsync()
    {
        await using var thread = new TorchThread(1);
        return await thread.RunAsync(() => Environment.CurrentManagedThreadId, Cancellation);
    }
}
