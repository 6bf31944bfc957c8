namespace FluxEntropy.Server.Limits;

/// <summary>
/// Gives out parts of an amount. Who finds too little left waits: callers take turns, and the requests of one caller are served in
/// their order, so that none is overtaken for ever and none waits behind more than one request of each other. Nothing is refused: who asks
/// for more than there is gets all of it. Thread-safe.
/// </summary>
/// <param name="capacity">The amount, such as bytes.</param>
internal sealed class FairGate(long capacity)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Queue<Waiter>> _waiting = [];
    private readonly Queue<string> _turns = new(); // the callers of _waiting
    private long _peak;

    /// <summary>The amount.</summary>
    public long Capacity => capacity;

    /// <summary>How much of it is given out; never more than there is.</summary>
    public long InUse { get; private set; }

    /// <summary>Whether somebody waits.</summary>
    public bool IsContended
    {
        get
        {
            lock (_lock)
                return _turns.Count > 0;
        }
    }

    /// <summary>Waits for a part, which is given back by disposing of it.</summary>
    /// <param name="caller">With whom others take turns.</param>
    /// <param name="amount">How much.</param>
    /// <param name="cancellationToken">Gives up waiting.</param>
    public async ValueTask<GateShare> TakeAsync(string caller, long amount, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        amount = Math.Clamp(amount, 0, capacity);
        Waiter waiter;
        lock (_lock)
        {
            if (_turns.Count == 0 && amount <= capacity - InUse)
                return Give(amount);
            waiter = Enqueue(caller, amount);
        }
        await using var registration = cancellationToken.Register(() => GiveUp(waiter, cancellationToken));
        return await waiter.Given.Task;
    }

    /// <summary>The most that was given out at a time since this was asked last.</summary>
    public long TakePeak()
    {
        lock (_lock)
        {
            var peak = _peak;
            _peak = InUse;
            return peak;
        }
    }

    internal void Return(long amount)
    {
        lock (_lock)
        {
            InUse -= amount;
            Serve();
        }
    }

    private GateShare Give(long amount)
    {
        InUse += amount;
        _peak = Math.Max(_peak, InUse);
        return new GateShare(this, amount);
    }

    private Waiter Enqueue(string caller, long amount)
    {
        if (!_waiting.TryGetValue(caller, out var queue))
        {
            _waiting[caller] = queue = new();
            _turns.Enqueue(caller);
        }
        var waiter = new Waiter(amount);
        queue.Enqueue(waiter);
        return waiter;
    }

    private void GiveUp(Waiter waiter, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (waiter.Given.TrySetCanceled(cancellationToken))
                Serve(); // those behind it may ask for less
        }
    }

    private void Serve()
    {
        while (_turns.TryPeek(out var caller))
        {
            var queue = _waiting[caller];
            while (queue.TryPeek(out var left) && left.Given.Task.IsCompleted)
                queue.Dequeue();
            if (queue.TryPeek(out var waiter))
            {
                if (waiter.Amount > capacity - InUse)
                    return;
                queue.Dequeue();
                waiter.Given.SetResult(Give(waiter.Amount));
            }
            _turns.Dequeue();
            if (queue.Count > 0)
                _turns.Enqueue(caller);
            else
                _waiting.Remove(caller);
        }
    }

    private sealed record Waiter(long Amount)
    {
        public TaskCompletionSource<GateShare> Given { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
