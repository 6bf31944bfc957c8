namespace FluxEntropy.Tests.Simulation;

/// <summary>
/// One thread on which a whole cluster runs, in an order that a seed decides: whatever takes time is an event, and any
/// pending event may be the next. Continuations run between events, in order.
/// </summary>
internal sealed class Scheduler(int seed) : SynchronizationContext
{
    private readonly Queue<(SendOrPostCallback Callback, object? State)> _ready = new();
    private readonly List<Event> _pending = [];
    private readonly PriorityQueue<Event, DateTimeOffset> _timers = new();

    /// <summary>Everything random of a run comes from here.</summary>
    public Random Random { get; } = new(seed);

    /// <summary>Events that happened.</summary>
    public int Events { get; private set; }

    public DateTimeOffset Now { get; private set; } = DateTimeOffset.UnixEpoch;

    public bool Chance(double probability) => Random.NextDouble() < probability;

    /// <summary>Lets something happen at a time of its own. A process that dies first takes it along, and may leave it half done.</summary>
    public Task<T> HappenAsync<T>(SimulatedProcess process, Func<T> effect, Action? torn = null)
    {
        var outcome = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        Later(
            process,
            () =>
            {
                try
                {
                    outcome.SetResult(effect());
                }
                catch (Exception exception)
                {
                    outcome.SetException(exception);
                }
            },
            torn
        );
        return outcome.Task;
    }

    public Task HappenAsync(SimulatedProcess process, Action effect, Action? torn = null) =>
        HappenAsync(
            process,
            () =>
            {
                effect();
                return true;
            },
            torn
        );

    public Task PauseAsync(SimulatedProcess process) => HappenAsync(process, () => { });

    public void Later(SimulatedProcess process, Action happen, Action? torn = null)
    {
        if (process.IsAlive)
            _pending.Add(new Event(process, happen, torn));
    }

    /// <summary>Lets something happen once it is time; what is due may be late, and out of order.</summary>
    public void At(SimulatedProcess process, DateTimeOffset due, Action happen)
    {
        if (process.IsAlive)
            _timers.Enqueue(new Event(process, happen, null), due);
    }

    /// <summary>The next event, and all that follows from it at once.</summary>
    public void Step()
    {
        RunReady();
        RingTimers();
        var chosen = _pending[Choose()];
        Events++;
        Now += TimeSpan.FromMilliseconds(Random.Next(1, 200));
        _pending.Remove(chosen);
        chosen.Happen();
        RunReady();
    }

    public void Forget(SimulatedProcess process)
    {
        foreach (var lost in _pending.Where(pending => pending.Process == process).ToArray())
        {
            _pending.Remove(lost);
            if (Chance(0.5))
                lost.Torn?.Invoke();
        }
    }

    public override void Post(SendOrPostCallback d, object? state) => _ready.Enqueue((d, state));

    public override SynchronizationContext CreateCopy() => this;

    // Where nothing else can happen, time passes until a timer rings.
    private void RingTimers()
    {
        while (_timers.TryPeek(out var ring, out var due) && (due <= Now || !_pending.Exists(IsPossible)))
        {
            _timers.Dequeue();
            if (!ring.Process.IsAlive)
                continue;
            Now = due > Now ? due : Now;
            _pending.Add(ring);
        }
    }

    private static bool IsPossible(Event pending) => !pending.Process.IsHung;

    private int Choose()
    {
        while (true)
        {
            var index = Random.Next(_pending.Count);
            if (IsPossible(_pending[index]))
                return index;
        }
    }

    private void RunReady()
    {
        while (_ready.TryDequeue(out var next))
            next.Callback(next.State);
    }

    private sealed record Event(SimulatedProcess Process, Action Happen, Action? Torn);
}

/// <summary>Something that can die, or hang and come back as a zombie.</summary>
internal class SimulatedProcess
{
    public bool IsAlive { get; set; } = true;

    public bool IsHung { get; set; }
}
