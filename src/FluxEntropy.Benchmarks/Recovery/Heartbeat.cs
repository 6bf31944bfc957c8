using System.Diagnostics;
using Grpc.Core;

namespace FluxEntropy.Benchmarks.Recovery;

/// <summary>
/// A client that never stops: it sends a few documents to every shard, waits until they are scored, and sends the next;
/// failed calls are retried. The times at which calls succeed show how long a cluster was unavailable. Accepted
/// documents are recorded.
/// </summary>
internal sealed class Heartbeat(HeartbeatCalls calls) : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Lock _gate = new();
    private readonly List<Beat> _beats = [];
    private Task _work = Task.CompletedTask;
    private string _lastFailure = "nothing";
    private int _number;

    public void Start() => _work = SendAsync(_stopping.Token);

    /// <summary>
    /// Waits for work to resume after a moment: until every shard accepts documents sent after it, and until those and
    /// all earlier ones are scored.
    /// </summary>
    public async Task<(TimeSpan Ingest, TimeSpan Scoring)> ResumedAsync(
        long since,
        TimeSpan timeout,
        CancellationToken cancellationToken
    )
    {
        while (Stopwatch.GetElapsedTime(since) < timeout)
        {
            lock (_gate)
            {
                if (_beats.Find(beat => beat.Sent >= since) is { } beat)
                    return (
                        Stopwatch.GetElapsedTime(since, beat.Accepted),
                        Stopwatch.GetElapsedTime(since, beat.Scored)
                    );
            }
            await Task.Delay(Pause, cancellationToken);
        }
        throw new TimeoutException(
            $"work did not resume within {timeout.TotalSeconds:0} s; the last call failed with: {_lastFailure}"
        );
    }

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            var request = calls.Request(_number++);
            var sent = 0L;
            await UntilDoneAsync(
                () =>
                {
                    sent = Stopwatch.GetTimestamp(); // of the attempt that succeeds
                    return calls.AppendAsync(request, cancellationToken);
                },
                cancellationToken
            );
            var accepted = Stopwatch.GetTimestamp();
            await UntilDoneAsync(
                () => calls.AreScoredAsync(request, reason => _lastFailure = reason, cancellationToken),
                cancellationToken
            );
            lock (_gate)
                _beats.Add(new Beat(sent, accepted, Stopwatch.GetTimestamp()));
            await Task.Delay(Pause, cancellationToken);
        }
    }

    private async Task UntilDoneAsync(Func<Task<bool>> attempt, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                if (await attempt())
                    return;
            }
            catch (Exception exception)
                when (exception is RpcException or InvalidOperationException
                    && !cancellationToken.IsCancellationRequested
                )
            {
                _lastFailure = exception.Message; // part of the cluster is unavailable
            }
            await Task.Delay(Pause, cancellationToken);
        }
    }
}
