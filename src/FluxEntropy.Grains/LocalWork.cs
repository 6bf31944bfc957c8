using System.Collections.Concurrent;
using FluxEntropy.Grains.Aggregation;
using FluxEntropy.Grains.Scoring;
using FluxEntropy.Grains.Training;

namespace FluxEntropy.Grains;

/// <summary>
/// The work of this process: taken up when it starts (its devices pull, aggregators read, interrupted runs train on) and
/// laid down before its silo stops, while grains can still write what they hold. Thread-safe.
/// </summary>
public sealed class LocalWork(IGrainFactory grains, Catalog catalog, ILocalSiloDetails silo)
{
    private readonly ConcurrentDictionary<object, Func<Task>> _running = new();

    /// <summary>Takes up what there is to do.</summary>
    /// <param name="devices">Devices of this process, such as <c>cpu:2</c>.</param>
    /// <param name="cancellationToken">Gives up starting.</param>
    public async Task ResumeAsync(IReadOnlyList<string> devices, CancellationToken cancellationToken)
    {
        foreach (var device in devices)
            await grains.GetGrain<IScorerGrain>($"{silo.Name}/{device}").Start();
        foreach (var name in catalog.CorpusNames())
        {
            if (await catalog.FindCorpusAsync(name) is not { } corpus)
                continue;
            var profile = (await catalog.ActiveProfileAsync(corpus.Id)).Profile;
            await Task.WhenAll(Enumerable.Range(0, corpus.Groups).Select(group =>
                grains.GetGrain<IBinAggregatorGrain>($"{corpus.Id}/{profile.Hash}/{group}").Advance()));
        }
        foreach (var name in catalog.SessionNames())
        {
            if (await catalog.FindSessionAsync(name) is { } session && !cancellationToken.IsCancellationRequested)
                await grains.GetGrain<ITrainerGrain>(session.Id).Resume();
        }
    }

    /// <summary>Lays down what is in work: segments go back, runs are saved and go on at the next start.</summary>
    public Task SuspendAsync() => Task.WhenAll(_running.Values.Select(suspend => suspend()));

    internal void Begun(Grain worker, Func<Task> suspend) => _running[worker] = suspend;

    internal void Ended(Grain worker) => _running.TryRemove(worker, out _);
}
