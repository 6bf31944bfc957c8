using System.Collections.Concurrent;
using FluxEntropy.Grains.Contracts;

namespace FluxEntropy.Grains.Lifecycle;

/// <summary>
/// The scorers and training runs at work in this process, so that they are suspended before its silo stops, while grains can
/// still write what they hold. Thread-safe.
/// </summary>
public sealed class RunningWork
{
    private readonly ConcurrentDictionary<object, Func<Task>> _running = new();

    /// <summary>Training runs at work in this process.</summary>
    public int TrainingRuns => _running.Keys.Count(worker => worker is ITrainerGrain);

    /// <summary>Suspends all of it: segments are given back, training runs save a checkpoint and go on at the next start.</summary>
    public Task SuspendAsync() => Task.WhenAll(_running.Values.Select(suspend => suspend()));

    internal void Begun(Grain worker, Func<Task> suspend) => _running[worker] = suspend;

    internal void Ended(Grain worker) => _running.TryRemove(worker, out _);
}
