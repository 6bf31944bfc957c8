using System.Collections.Concurrent;
using FluxEntropy.Grains.Aggregation;
using FluxEntropy.Grains.Corpora;
using FluxEntropy.Grains.Placement;
using FluxEntropy.Grains.Scoring;
using FluxEntropy.Grains.Training;

namespace FluxEntropy.Grains;

/// <summary>
/// The work of this process: taken up when it starts (its devices pull, aggregators read, interrupted runs train on) and
/// laid down before its silo stops, while grains can still write what they hold. Thread-safe.
/// </summary>
public sealed class LocalWork(IGrainFactory grains, Catalog catalog, CorpusDeletion deletion, ILocalSiloDetails silo)
{
    private readonly ConcurrentDictionary<object, Func<Task>> _running = new();

    /// <summary>Lets the devices of this process, such as <c>cpu:2</c>, pull work.</summary>
    public async Task StartDevicesAsync(IReadOnlyList<string> devices)
    {
        foreach (var device in devices)
            await grains.GetGrain<IScorerGrain>($"{silo.Name}/{device}").Start();
    }

    /// <summary>Removes what a process that died left of something that was deleted.</summary>
    public Task SweepAsync() => deletion.SweepAsync();

    /// <summary>Takes up what no process may be doing: reads score files, goes on with interrupted runs. Harmless where it is being done.</summary>
    /// <param name="alive">Roles that the cluster has now; work for others waits for them.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public async Task ResumeAsync(SiloRoles alive, CancellationToken cancellationToken)
    {
        if (!alive.HasFlag(SiloRoles.Data))
            return;
        foreach (var name in catalog.CorpusNames())
        {
            if (await catalog.FindCorpusAsync(name) is not { } corpus)
                continue;
            foreach (var stored in await catalog.ProfilesAsync(corpus.Id))
            {
                await Task.WhenAll(
                    Enumerable
                        .Range(0, corpus.Groups)
                        .Select(group =>
                            grains.GetGrain<IBinAggregatorGrain>($"{corpus.Id}/{stored.Profile.Hash}/{group}").Advance()
                        )
                );
            }
        }
        foreach (var name in catalog.SessionNames())
        {
            if (
                alive.HasFlag(SiloRoles.Device)
                && await catalog.FindSessionAsync(name) is { } session
                && !cancellationToken.IsCancellationRequested
            )
                await grains.GetGrain<ITrainerGrain>(session.Id).Resume();
        }
    }

    /// <summary>Lays down what is in work: segments go back, runs are saved and go on at the next start.</summary>
    public Task SuspendAsync() => Task.WhenAll(_running.Values.Select(suspend => suspend()));

    /// <summary>Training runs in work in this process.</summary>
    public int TrainingRuns => _running.Keys.Count(worker => worker is ITrainerGrain);

    internal void Begun(Grain worker, Func<Task> suspend) => _running[worker] = suspend;

    internal void Ended(Grain worker) => _running.TryRemove(worker, out _);
}
