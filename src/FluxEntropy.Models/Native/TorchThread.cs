using System.Threading.Channels;
using TorchSharp;

namespace FluxEntropy.Models.Native;

/// <summary>
/// One operating-system thread that owns a device: torch's thread count, its dispose scopes and its inference mode belong
/// to a thread, so that whatever touches tensors runs here and nowhere else. Callers await; they never block.
/// </summary>
internal sealed class TorchThread : IAsyncDisposable
{
    private const int QueuedCalls = 16;

    private readonly Channel<Action> _calls = Channel.CreateBounded<Action>(QueuedCalls);
    private readonly Thread _thread;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <param name="name">Name of the thread, for debuggers.</param>
    /// <param name="threads">Threads that torch uses for one operation.</param>
    internal TorchThread(string name, int threads)
    {
        TorchRuntime.EnsureLoaded();
        _thread = new Thread(() => Run(threads)) { Name = name, IsBackground = true };
        _thread.Start();
    }

    /// <summary>Runs a piece of work there, after those queued before it. Cancelling takes back work that has not begun.</summary>
    internal async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await _calls.Writer.WriteAsync(() => Complete(result, work, cancellationToken), cancellationToken).ConfigureAwait(false);
        return await result.Task.ConfigureAwait(false);
    }

    private static void Complete<T>(TaskCompletionSource<T> result, Func<T> work, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            result.TrySetCanceled(cancellationToken);
            return;
        }

        try
        {
            T value;
            using (torch.NewDisposeScope())
                value = work();
            result.TrySetResult(value); // after the scope: whoever awaits finds no tensor of this work alive
        }
        catch (Exception e)
        {
            result.TrySetException(e);
        }
    }

    private void Run(int threads)
    {
        torch.set_num_threads(threads);
        while (_calls.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            while (_calls.Reader.TryRead(out var call))
                call();
        }

        _ended.TrySetResult();
    }

    /// <summary>Ends the thread after the work that is queued.</summary>
    public async ValueTask DisposeAsync()
    {
        _calls.Writer.TryComplete();
        await _ended.Task.ConfigureAwait(false);
    }
}
