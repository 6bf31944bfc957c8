using FluxEntropy.Grains.Aggregation;
using FluxEntropy.Grains.Scoring;
using FluxEntropy.Grains.Training;
using Microsoft.Extensions.DependencyInjection;

namespace FluxEntropy.Grains;

/// <summary>What a process takes up again when it starts: its devices pull work, aggregators read, interrupted runs train on.</summary>
public static class Startup
{
    public static async Task ResumeAsync(IServiceProvider services, IReadOnlyList<string> devices, CancellationToken cancellationToken)
    {
        var grains = services.GetRequiredService<IGrainFactory>();
        var catalog = services.GetRequiredService<Catalog>();
        var silo = services.GetRequiredService<ILocalSiloDetails>().Name;
        foreach (var device in devices)
            await grains.GetGrain<IScorerGrain>($"{silo}/{device}").Start();
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
}
