namespace FluxEntropy.Scoring;

/// <summary>
/// Runs a scorer's loop: does what it says and tells it what came of that. Its continuations must not overlap, as those of a grain's
/// activation do not.
/// </summary>
/// <param name="loop">What to do.</param>
/// <param name="work">Does it.</param>
/// <param name="time">The clock.</param>
public sealed class ScorerRun(ScorerLoop loop, IScorerWork work, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromHours(1);
    private static readonly TimeSpan OneTick = TimeSpan.FromMilliseconds(1); // timers cut off what is less

    private readonly CancellationTokenSource _stopping = new();
    private readonly HashSet<Task> _begun = [];
    private TaskCompletionSource _event = new(); // something happened since the loop was last asked

    private DateTimeOffset Now => time.GetUtcNow();

    /// <summary>Runs until <see cref="Stop"/> was called and everything is given back.</summary>
    public async Task RunAsync()
    {
        while (true)
        {
            switch (loop.Next(Now))
            {
                case ScorerAction.End:
                    await Task.WhenAll(_begun);
                    return;
                case ScorerAction.Wait { Until: var until }:
                    await WaitAsync(until);
                    break;
                case var action:
                    Begin(action);
                    break;
            }
        }
    }

    /// <summary>A corpus announces work.</summary>
    public void Announced(string corpusId)
    {
        loop.Announced(corpusId, Now);
        _event.TrySetResult();
    }

    /// <summary>Any corpus may have work.</summary>
    public void AllAnnounced()
    {
        loop.AllAnnounced(Now);
        _event.TrySetResult();
    }

    /// <summary>Cancels what is being scored and ends the run.</summary>
    public void Stop()
    {
        loop.Stop();
        _stopping.Cancel();
        _event.TrySetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => _stopping.Dispose();

    private async Task WaitAsync(DateTimeOffset until)
    {
        if (until - Now is var left && left > TimeSpan.Zero)
            await _event
                .Task.WaitAsync(left < LongestWait ? left + OneTick : LongestWait, time)
                .ConfigureAwait(
                    ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext
                );
        if (_event.Task.IsCompleted)
            _event = new TaskCompletionSource();
    }

    private void Begin(ScorerAction action)
    {
        var task = DoAsync(action);
        if (!task.IsCompleted)
            _ = UntilEndedAsync(task);
    }

    private async Task UntilEndedAsync(Task task)
    {
        _begun.Add(task);
        await task;
        _begun.Remove(task);
        _event.TrySetResult();
    }

    private async Task DoAsync(ScorerAction action)
    {
        try
        {
            switch (action)
            {
                case ScorerAction.FindCorpora:
                    loop.Exist(await work.FindCorporaAsync(), Now);
                    break;
                case ScorerAction.Listen listen:
                    loop.Heard(await work.ListenAsync(listen.After), Now);
                    break;
                case ScorerAction.Ask ask:
                    loop.Answered(ask.CorpusId, await work.AskAsync(ask), Now);
                    break;
                case ScorerAction.Load load:
                    await work.LoadAsync(load.ProfileHash);
                    loop.Loaded(load.ProfileHash, Now);
                    break;
                case ScorerAction.Score score:
                    loop.Scored(score.Lease, await work.ScoreAsync(score.Lease, _stopping.Token));
                    break;
                case ScorerAction.Renew renew:
                    await work.RenewAsync(renew.Lease);
                    break;
                case ScorerAction.Release release:
                    await work.ReleaseAsync(release.Lease);
                    break;
                case ScorerAction.ReleaseAll release:
                    await work.ReleaseAllAsync(release.CorpusId);
                    break;
            }
        }
        catch (Exception exception)
        {
            if (!(loop.IsStopping && exception is OperationCanceledException))
                work.Failed(action, exception);
            Failed(action);
        }
    }

    private void Failed(ScorerAction action)
    {
        switch (action)
        {
            case ScorerAction.FindCorpora:
                loop.Exist(null, Now);
                break;
            case ScorerAction.Listen:
                loop.Heard(null, Now);
                break;
            case ScorerAction.Ask ask:
                loop.Silent(ask.CorpusId, Now);
                break;
            case ScorerAction.Load load:
                loop.Broken(load.ProfileHash, Now);
                break;
            case ScorerAction.Score score:
                loop.Failed(score.Lease, Now);
                break;
        }
    }
}
