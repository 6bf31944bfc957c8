using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace FluxEntropy.Server.Health;

/// <summary>Unhealthy while the thread pool is starved: work waits for a thread, and every call with it.</summary>
/// <param name="time">Measures how long.</param>
/// <param name="queue">Queues work behind all that waits.</param>
internal sealed class ThreadCheck(TimeProvider time, Action<Action> queue) : IHealthCheck
{
    /// <summary>Longest that work may wait: far longer than on a machine that is merely busy.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(1);

    public ThreadCheck(TimeProvider time)
        : this(time, work => ThreadPool.QueueUserWorkItem(work => work(), work, preferLocal: false)) { }

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context,
        CancellationToken cancellationToken
    )
    {
        var queued = time.GetTimestamp();
        var waited = new TaskCompletionSource<TimeSpan>(TaskCreationOptions.RunContinuationsAsynchronously);
        queue(() => waited.SetResult(time.GetElapsedTime(queued)));
        try
        {
            return await waited.Task.WaitAsync(cancellationToken) is var wait && wait <= Longest
                ? HealthCheckResult.Healthy()
                : Starved(wait);
        }
        catch (OperationCanceledException)
        {
            return Starved(time.GetElapsedTime(queued));
        }
    }

    private static HealthCheckResult Starved(TimeSpan wait) =>
        HealthCheckResult.Unhealthy(
            $"work waited {wait.TotalSeconds:0.0} s for a thread ({ThreadPool.ThreadCount} threads, "
                + $"{ThreadPool.PendingWorkItemCount} pieces of work waiting): the machine is overloaded, or threads are blocked"
        );
}
