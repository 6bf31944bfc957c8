namespace FluxEntropy.Logs;

/// <summary>
/// Runs what arrives while an earlier commit is under way as one commit: the more callers wait, the cheaper each gets.
/// Commits run one after another on the scheduler of the caller that found none running.
/// </summary>
/// <param name="commit">Commits requests in order and answers each; when it throws, every one of them fails.</param>
internal sealed class GroupCommit<TRequest, TResult>(Func<IReadOnlyList<TRequest>, Task<IReadOnlyList<TResult>>> commit)
{
    private readonly Lock _gate = new();
    private List<Waiting> _waiting = [];
    private bool _running;

    /// <summary>Completes when the request is committed; requests are committed in the order of these calls.</summary>
    public Task<TResult> AddAsync(TRequest request)
    {
        var waiting = new Waiting(request, new TaskCompletionSource<TResult>(TaskCreationOptions.RunContinuationsAsynchronously));
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
                var results = await commit([.. group.Select(waiting => waiting.Request)]);
                for (var i = 0; i < group.Count; i++)
                    group[i].Answer.SetResult(results[i]);
            }
            catch (Exception exception)
            {
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
