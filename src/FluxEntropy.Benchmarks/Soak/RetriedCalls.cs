using Grpc.Core;

namespace FluxEntropy.Benchmarks.Soak;

/// <summary>Calls that are tried again until they succeed, since parts of the cluster are away at any time.</summary>
internal sealed class RetriedCalls
{
    private static readonly TimeSpan CallTimeout = TimeSpan.FromSeconds(20);

    private long _failed;

    /// <summary>Between two attempts, and between two calls that only look.</summary>
    public static TimeSpan Pause { get; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Attempts that failed.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Makes a call, which gets its deadline, until it succeeds.</summary>
    public async Task<T> UntilDoneAsync<T>(Func<DateTime, Task<T>> call, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await call(TimeProvider.System.GetUtcNow().UtcDateTime + CallTimeout);
            }
            catch (Exception exception)
                when (exception is RpcException or InvalidOperationException or IOException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                Interlocked.Increment(ref _failed);
                await Task.Delay(Pause, cancellationToken);
            }
        }
    }

    public Task<T> UntilDoneAsync<T>(Func<DateTime, AsyncUnaryCall<T>> call, CancellationToken cancellationToken) =>
        UntilDoneAsync(deadline => call(deadline).ResponseAsync, cancellationToken);
}
