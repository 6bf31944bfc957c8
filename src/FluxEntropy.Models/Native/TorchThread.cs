using System.Collections.Concurrent;
using System.Threading.Channels;
using TorchSharp;

namespace FluxEntropy.Models.Native;

/// <summary>
/// An operating-system thread of one's own: torch's thread count, its dispose scopes and its inference mode belong
/// to a thread, so that whatever touches tensors runs here and nowhere else. Callers await; they never block.
/// </summary>
/// <remarks>
/// Threads are lent again and never end. The C library keeps what a thread has freed in an arena of that thread, up to
/// 64 MB at the
/// end of each, so that a process which made a thread for every training run would grow with their number.
/// </remarks>
internal sealed class TorchThread : IAsyncDisposable
{
    private const int QueuedCalls = 16;

    private static readonly ConcurrentStack<ChannelWriter<Action>> Free = [];

    private ChannelWriter<Action>? _calls;

    /// <param name="threads">Threads that torch uses for one operation.</param>
    internal TorchThread(int threads)
    {
        TorchRuntime.EnsureLoaded();
        _calls = Free.TryPop(out var free) ? free : Begin();
        _calls.TryWrite(() => torch.set_num_threads(threads)); // there is room: nothing is queued on a free one
    }

    /// <summary>
    /// Runs a piece of work there, after those queued before it. Cancelling takes back work that has not begun.
    /// </summary>
    /// <exception cref="ObjectDisposedException">The thread was given back.</exception>
    internal async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        var calls = Volatile.Read(ref _calls) ?? throw new ObjectDisposedException(nameof(TorchThread));
        var result = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        await calls
            .WriteAsync(() => Complete(result, work, cancellationToken), cancellationToken)
            .ConfigureAwait(false);
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
            result.TrySetException(TorchException.Wrap(e));
        }
    }

    private static ChannelWriter<Action> Begin()
    {
        var calls = Channel.CreateBounded<Action>(QueuedCalls);
        new Thread(() => Run(calls.Reader)) { Name = "flux torch", IsBackground = true }.Start();
        return calls.Writer;
    }

    private static void Run(ChannelReader<Action> calls)
    {
        while (true)
            calls.ReadAsync().AsTask().GetAwaiter().GetResult()();
    }

    /// <summary>Gives the thread back after the work that is queued.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _calls, null) is not { } calls)
            return;
        var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await calls.WriteAsync(ended.SetResult).ConfigureAwait(false);
        await ended.Task.ConfigureAwait(false);
        Free.Push(calls);
    }
}
