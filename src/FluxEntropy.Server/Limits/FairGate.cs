namespace FluxEntropy.Server.Limits;

/// <summary>
/// Gives out parts of an amount. Who finds too little left waits: callers take turns, and the requests of one caller are served in
/// their order, so that none is overtaken for ever. Nothing is refused: who asks for more than there is gets all of it. Thread-safe.
/// </summary>
/// <param name="capacity">The amount, such as bytes.</param>
/// <param name="reserved">
/// Part of it that only callers get who hold nothing, so that those who hold much cannot keep newcomers waiting.
/// </param>
internal sealed class FairGate(long capacity, long reserved = 0)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _held = [];
    private readonly Dictionary<string, Queue<Waiter>> _waiting = [];
    private readonly List<string> _turns = []; // the callers of _waiting
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
    public async ValueTask<GateShare> TakeAsync(string caller, long amount, CancellationToken cancellationToken) =>
        await TryTakeAsync(caller, amount, cancellationToken)
        ?? throw new OperationCanceledException(cancellationToken);

    /// <inheritdoc cref="TakeAsync"/>
    /// <returns>The part; null if waiting was given up. An exception would cost more than what is given out may be worth.</returns>
    public async ValueTask<GateShare?> TryTakeAsync(string caller, long amount, CancellationToken cancellationToken)
    {
        if (cancellationToken.IsCancellationRequested)
            return null;
        var waiter = new Waiter(Math.Clamp(amount, 0, capacity - reserved));
        lock (_lock)
        {
            Enqueue(caller, waiter);
            Serve();
        }
        if (waiter.Given.Task.IsCompleted)
            return await waiter.Given.Task;
        await using var registration = cancellationToken.Register(() => GiveUp(waiter));
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

    internal void Return(string caller, long amount)
    {
        lock (_lock)
        {
            InUse -= amount;
            if ((_held[caller] -= amount) == 0)
                _held.Remove(caller);
            Serve();
        }
    }

    private void Enqueue(string caller, Waiter waiter)
    {
        if (!_waiting.TryGetValue(caller, out var queue))
        {
            _waiting[caller] = queue = new();
            _turns.Add(caller);
        }
        queue.Enqueue(waiter);
    }

    private void GiveUp(Waiter waiter)
    {
        lock (_lock)
        {
            if (waiter.Given.TrySetResult(null))
                Serve(); // those behind it may ask for less
        }
    }

    // Whose turn it is, and while that one waits the first who holds nothing.
    private void Serve()
    {
        _turns.RemoveAll(IsGone);
        while (_turns.Count > 0)
        {
            var caller = _turns[0];
            if (!Fits(caller) && _turns.Find(other => !_held.ContainsKey(other)) is { } newcomer)
                caller = newcomer;
            if (!Fits(caller))
                return;
            Give(caller, _waiting[caller].Dequeue());
            _turns.Remove(caller);
            if (!IsGone(caller))
                _turns.Add(caller);
        }
    }

    // Whether nobody of a caller waits any more.
    private bool IsGone(string caller)
    {
        var queue = _waiting[caller];
        while (queue.TryPeek(out var waiter) && waiter.Given.Task.IsCompleted)
            queue.Dequeue();
        return queue.Count == 0 && _waiting.Remove(caller);
    }

    private bool Fits(string caller) =>
        _waiting[caller].Peek().Amount <= capacity - InUse - (_held.ContainsKey(caller) ? reserved : 0);

    private void Give(string caller, Waiter waiter)
    {
        InUse += waiter.Amount;
        _peak = Math.Max(_peak, InUse);
        if (waiter.Amount > 0)
            _held[caller] = _held.GetValueOrDefault(caller) + waiter.Amount;
        waiter.Given.SetResult(new GateShare(this, caller, waiter.Amount));
    }

    private sealed record Waiter(long Amount)
    {
        public TaskCompletionSource<GateShare?> Given { get; } =
            new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
