using Orleans.Streams;

namespace FluxEntropy.Server.Services;

/// <summary>Forwards notices to a client for as long as it stays.</summary>
internal static class StreamRelay
{
    public static async Task RelayAsync<T>(
        this IAsyncStream<T> stream,
        Func<T, Task> forward,
        CancellationToken cancellationToken
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
            await left.Task;
        }
        finally
        {
            await subscription.UnsubscribeAsync();
        }
    }
}
