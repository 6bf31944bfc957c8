namespace FluxEntropy.Logs;

/// <summary>
/// Combines everything that arrives during a commit into the next one: the more callers wait, the cheaper each gets.
/// Commits run one after another, on the scheduler of the caller that found none running.
/// <para>
/// The outcome of a failed commit is unknown, so nothing can be built on it: every later request fails too.
/// </para>
/// </summary>
/// <param name="name">What requests are committed to, for messages.</param>
/// <param name="commit">Commits requests in order and returns a result for each.</param>
internal sealed class GroupCommit<TRequest, TResult>(
    string name,
    Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> commit
)
{
    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private bool _running;
    private Exception? _failure; // only the running commit touches it

    /// <summary>Completes when the request is committed; requests are committed in the order of these calls.</summary>
    /// <exception cref="LogFencedException">An earlier commit failed.</exception>
    public Task<TResult> AddAsync(TRequest request)
    {
        var waiting = new Waiting(
            request,
            new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously)
        );
        lock (_gate)
        {
            _waiting.Add(waiting);
            if (_running)
                return waiting.Answer.Task;
            _running = true;
        }

        _ = CommitWaitingAsync();
        return waiting.Answer.Task;
    }

    private async Task CommitWaitingAsync()
    {
        while (TakeWaiting() is { Count: > 0 } group)
        {
            try
            {
                if (_failure is not null)
                    throw new LogFencedException(
                        $"{name} stopped at an earlier failure and has to be reopened: {_failure.Message}",
                        _failure
                    );
                var results = await commit([.. group.Select(waiting => waiting.Request)]);
                for (var i = 0; i < group.Count; i++)
                    group[i].Answer.SetResult(results[i]);
            }
            catch (Exception exception)
            {
                _failure ??= exception;
                foreach (var waiting in group)
                    waiting.Answer.TrySetException(exception);
            }
        }
    }

    private List<Waiting> TakeWaiting()
    {
        lock (_gate)
        {
            var group = _waiting;
            _waiting = [];
            _running = group.Count > 0;
            return group;
        }
    }

    private readonly record struct Waiting(TRequest Request, TaskCompletionSource<TResult> Answer);
}
