using Orleans.Streams;

namespace FluxEntropy.Server.Services;

/// <summary>Forwards notices to a client for as long as it stays.</summary>
internal static class StreamRelay
{
    /// <param name="stream">The notices.</param>
    /// <param name="forward">Writes one to the client.</param>
    /// <param name="cancellationToken">Cancelled when the client leaves.</param>
    /// <param name="subscribed">Done once no notice can be missed any more; notices may be forwarded meanwhile.</param>
    public static async Task RelayAsync<T>(
        this IAsyncStream<T> stream,
        Func<T, Task> forward,
        CancellationToken cancellationToken,
        Func<Task>? subscribed = null
    )
    {
        var left = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = cancellationToken.Register(() => left.TrySetResult());
        var subscription = await stream.SubscribeAsync(
            async (notice, _) =>
            {
                try
                {
                    await forward(notice);
                }
                catch (Exception exception)
                {
                    left.TrySetException(exception); // a client that cannot be written to has left
                }
            }
        );
        try
        {
            if (subscribed is not null)
                await subscribed();
            await left.Task;
        }
        finally
        {
            await subscription.UnsubscribeAsync();
        }
    }
}
