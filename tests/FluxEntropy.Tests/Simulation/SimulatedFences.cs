using System.Collections.Immutable;
using FluxEntropy.Logs;

namespace FluxEntropy.Tests.Simulation;

/// <summary>
/// The database of fencing records: a value and an ETag each. It may answer a write that it did with a time-out, and may
/// be put back to an older state, ETags included.
/// </summary>
internal sealed class SimulatedFences(Scheduler scheduler, Chaos chaos, PlantedFault fault)
{
    private const int Backups = 12;
    private readonly List<ImmutableDictionary<string, (LogCommit Value, long ETag)>> _history =
    [
        ImmutableDictionary<string, (LogCommit, long)>.Empty,
    ];
    private long _etags;

    public ILogFence Open(SimulatedProcess process, string key) => new Fence(this, process, key);

    public void Restore()
    {
        var age = scheduler.Random.Next(Math.Min(Backups, _history.Count));
        _history.Add(_history[^(age + 1)]);
    }

    private sealed class Fence(SimulatedFences fences, SimulatedProcess process, string key) : ILogFence
    {
        private long? _seen;

        private (LogCommit Value, long ETag)? Stored =>
            fences._history[^1].TryGetValue(key, out var stored) ? stored : null;

        public Task<LogCommit?> ReadAsync(CancellationToken cancellationToken = default) => fences.Happen(process, () =>
            {
                _seen = Stored?.ETag;
                return Stored?.Value;
            });

        public Task<bool> TryWriteAsync(LogCommit next, CancellationToken cancellationToken = default) =>
            fences.Happen(process, () =>
            {
                if (fences.TimesOut())
                    throw new TimeoutException("the database did not answer, and did nothing");
                if (_seen != Stored?.ETag && !fences.IgnoresETags)
                    return false;
                fences._history.Add(fences._history[^1].SetItem(key, (next, ++fences._etags)));
                _seen = fences._etags;
                return !fences.TimesOut() ? true : throw new TimeoutException("the database did not answer, and wrote");
            });
    }

    private bool IgnoresETags => fault == PlantedFault.ETagIgnored;

    private bool TimesOut() => chaos.Happens(0.002);

    private Task<T> Happen<T>(SimulatedProcess process, Func<T> effect) => scheduler.HappenAsync(process, effect);
}
