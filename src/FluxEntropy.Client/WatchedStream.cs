using System.Runtime.CompilerServices;
using Grpc.Core;

namespace FluxEntropy.Client;

/// <summary>Watches what a server streams, across its restarts.</summary>
public static class WatchedStream
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Yields messages until the stream ends; one that is lost is opened again.</summary>
    /// <param name="open">Opens the stream, at what was seen last.</param>
    /// <param name="lost">Told once each time that the server is lost, with the reason.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RpcException">The server refused, or did not come back within five minutes.</exception>
    public static async IAsyncEnumerable<T> ReadAsync<T>(
        Func<AsyncServerStreamingCall<T>> open,
        Action<string> lost,
        [EnumeratorCancellation] CancellationToken cancellationToken
    )
    {
        long? lostAt = null;
        var wasOpen = false; // a server that was never there is not waited for
        while (true)
        {
            using var call = open();
            while (true)
            {
                bool isNext;
                try
                {
                    isNext = await call.ResponseStream.MoveNext(cancellationToken);
                }
                catch (RpcException error)
                    when (ServerLoss.IsLost(error)
                        && wasOpen
                        && !cancellationToken.IsCancellationRequested
                        && (lostAt is not { } at || TimeProvider.System.GetElapsedTime(at) < ServerLoss.GiveUpAfter)
                    )
                {
                    if (lostAt is null)
                        lost(error.Status.Detail);
                    lostAt ??= TimeProvider.System.GetTimestamp();
                    break;
                }
                if (!isNext)
                    yield break;
                (lostAt, wasOpen) = (null, true);
                yield return call.ResponseStream.Current;
            }
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
