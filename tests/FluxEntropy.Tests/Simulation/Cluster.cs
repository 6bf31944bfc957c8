namespace FluxEntropy.Tests.Simulation;

/// <summary>
/// Silos over a shared disk and a database, and the calls between their grains: lost, repeated, late, answered by a
/// second activation while the first lives on.
/// </summary>
internal sealed class Cluster
{
    private const int Silos = 3;
    private readonly Silo[] _silos = new Silo[Silos];
    private readonly Dictionary<string, Silo> _directory = [];
    private readonly Func<Silo, string, Task<Activation>> _activate;
    private readonly Action<Silo> _started;

    public Cluster(
        Scheduler scheduler,
        Chaos chaos,
        PlantedFault fault,
        Func<Silo, string, Task<Activation>> activate,
        Action<Silo> started
    )
    {
        (Scheduler, Chaos, Fault) = (scheduler, chaos, fault);
        (_activate, _started) = (activate, started);
        Fences = new SimulatedFences(scheduler, chaos, fault);
        for (var slot = 0; slot < Silos; slot++)
            Start(slot, new IndexDisk());
    }

    public Scheduler Scheduler { get; }

    public Chaos Chaos { get; }

    public PlantedFault Fault { get; }

    /// <summary>Whether another corpus, whose work never ends, shares the devices.</summary>
    public bool IsShared { get; init; }

    public SimulatedDisk Disk { get; } = new();

    public SimulatedFences Fences { get; }

    public Journal Journal { get; } = new();

    public SimulatedStore Store(SimulatedProcess process) => new(Scheduler, Disk, process, Chaos, Fault);

    /// <summary>Calls a grain. A failure leaves open whether the call was carried out.</summary>
    public async Task<T> CallAsync<TGrain, T>(SimulatedProcess caller, string key, Func<TGrain, Task<T>> call)
        where TGrain : Activation
    {
        await Scheduler.PauseAsync(caller);
        var answer = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Fail(Exception failure) => Scheduler.Later(caller, () => answer.TrySetException(failure));
        var silo = Place(key);
        var waiting = () => Fail(new TimeoutException($"{key} did not answer"));
        silo.Waiting.Add(waiting);
        var deliveries =
            Chaos.Happens(0.02) ? 0
            : Chaos.Happens(0.05) ? 2
            : 1;
        for (var i = 0; i < deliveries; i++)
            Scheduler.Later(silo, () => _ = DeliverAsync());
        if (deliveries == 0)
            Fail(new TimeoutException($"the call of {key} was lost"));
        try
        {
            return await answer.Task;
        }
        finally
        {
            silo.Waiting.Remove(waiting);
        }

        async Task DeliverAsync()
        {
            try
            {
                var result = await TakeAsync(silo, key, call);
                if (Chaos.Happens(0.02))
                    Fail(new TimeoutException($"the answer of {key} was lost"));
                else
                    Scheduler.Later(caller, () => answer.TrySetResult(result));
            }
            catch (Exception failure)
            {
                Journal.Failed(key, failure);
                Fail(failure);
            }
        }
    }

    /// <summary>Tells a scorer that a corpus has work; it may be gone, or the message may be lost.</summary>
    public void TellScorer(SimulatedProcess caller, string scorer, string corpusId)
    {
        if (Chaos.Happens(0.02))
            return;
        var silo = _silos.FirstOrDefault(silo => silo.Scorers.ContainsKey(scorer));
        if (silo is not null && caller.IsAlive)
            Scheduler.Later(silo, () => silo.Scorers.GetValueOrDefault(scorer)?.Announced(corpusId));
    }

    /// <summary>Something may happen to the machines.</summary>
    public void Disturb()
    {
        if (Chaos.Happens(0.006))
            Kill(Any());
        if (Chaos.Happens(0.006))
            Hang(Any());
        if (Chaos.Happens(0.02))
            Any().IsHung = false;
        if (Chaos.Happens(0.0015))
            LosePower();
        if (Chaos.Happens(0.003))
            Fences.Restore();
    }

    /// <summary>From now on nothing goes wrong; whoever hangs comes back.</summary>
    public void Calm()
    {
        Chaos.IsCalm = true;
        foreach (var silo in _silos)
            silo.IsHung = false;
    }

    private static async Task<T> TakeAsync<TGrain, T>(
        Silo silo,
        string key,
        Func<Silo, string, Task<Activation>> activate,
        Func<TGrain, Task<T>> call
    )
        where TGrain : Activation
    {
        if (!silo.Activations.TryGetValue(key, out var activating))
            silo.Activations[key] = activating = activate(silo, key);
        Activation? grain = null;
        Exception? failed = null;
        try
        {
            grain = await activating;
            return await grain.TakeAsync(() => call((TGrain)grain));
        }
        catch (Exception failure)
        {
            failed = failure;
            throw;
        }
        finally
        {
            if ((grain is null || grain.IsOver(failed)) && silo.Activations.GetValueOrDefault(key) == activating)
                silo.Activations.Remove(key);
        }
    }

    private Task<T> TakeAsync<TGrain, T>(Silo silo, string key, Func<TGrain, Task<T>> call)
        where TGrain : Activation => TakeAsync(silo, key, _activate, call);

    private Silo Place(string key)
    {
        if (_directory.TryGetValue(key, out var silo) && silo.IsAlive && !silo.IsHung && !Chaos.Happens(0.01))
            return silo;
        return _directory[key] = Any();
    }

    private Silo Any()
    {
        var silo = _silos[Scheduler.Random.Next(Silos)];
        return silo.IsHung && !Chaos.IsCalm ? _silos.FirstOrDefault(other => !other.IsHung) ?? silo : silo;
    }

    private void Start(int slot, IndexDisk indexes)
    {
        var silo = _silos[slot] = new Silo(slot, indexes);
        silo.Store = Store(silo);
        _started(silo);
    }

    private void Kill(Silo silo)
    {
        silo.IsAlive = false;
        Scheduler.Forget(silo);
        Abandon(silo);
        Start(silo.Slot, silo.Indexes);
    }

    private static void Hang(Silo silo)
    {
        silo.IsHung = true;
        Abandon(silo);
    }

    private static void Abandon(Silo silo)
    {
        foreach (var waiting in silo.Waiting)
            waiting();
        silo.Waiting.Clear();
    }

    private void LosePower()
    {
        foreach (var silo in _silos)
        {
            silo.IsAlive = false;
            Scheduler.Forget(silo);
        }

        Disk.LosePower(Scheduler.Random);
        foreach (var silo in _silos.ToArray())
        {
            silo.Indexes.LosePower(Scheduler.Random);
            Abandon(silo);
            Start(silo.Slot, silo.Indexes);
        }
    }
}
